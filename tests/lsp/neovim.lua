-- A session in Neovim: type, complete, accept, undo, with its own language client. FASTNODE, RELEASE and
-- FOLDER come from the environment; what is wrong is printed, and the exit status says so.
local function fail(text)
  io.stderr:write('neovim.lua: ' .. text .. '\n')
  vim.cmd('cquit 1')
end

local folder = os.getenv('FOLDER')
vim.cmd('edit ' .. folder .. '/shop.py')
local buffer = vim.api.nvim_get_current_buf()
local client_id = vim.lsp.start_client({
  name = 'fastnode',
  cmd = { os.getenv('FASTNODE'), 'lsp', '--model', os.getenv('RELEASE') },
  root_dir = folder,
})
if not client_id then fail('the server does not start') end
vim.lsp.buf_attach_client(buffer, client_id)
if not vim.wait(5000, function()
  local client = vim.lsp.get_client_by_id(client_id)
  return client ~= nil and client.initialized
end) then fail('the server is not initialized within 5 s') end

-- The items at a place (line and byte column from 0), as if in insert mode.
local function complete(number, column)
  local before = vim.api.nvim_buf_get_lines(buffer, number, number + 1, false)[1]:sub(1, column)
  local _, units = vim.str_utfindex(before)
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(buffer),
    position = { line = number, character = units },
  }
  local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/completion', params, 5000)
  if not answers then fail('no answer within 5 s') end
  local answer = answers[client_id]
  if answer.err then fail(answer.err.message) end
  return answer.result.items
end

local function find(items, label)
  for _, item in ipairs(items) do
    if item.label == label then return item end
  end
end

local function line(number)
  return vim.api.nvim_buf_get_lines(buffer, number, number + 1, false)[1]
end

-- 1. After a dot, in a line with characters beyond the basic plane. The model may know nothing yet, so
-- what comes first is not asked for.
local text = line(6)
local items = complete(6, #text)
if #items == 0 then fail("nothing is offered after '" .. text .. "'") end
if items[1].preselect ~= true then fail('the first item is not preselected') end

-- 2. Typed on: the list has what fits, and replaces what was typed.
vim.api.nvim_buf_set_text(buffer, 6, #text, 6, #text, { 'to' })
items = complete(6, #text + 2)
local item = find(items, 'total') or fail("'total' is not offered after 'to'")
for _, other in ipairs(items) do
  if other.label:sub(1, 2):lower() ~= 'to' then fail("'" .. other.label .. "' does not fit 'to'") end
end

-- 3. Accepted, as the client does it.
vim.lsp.util.apply_text_edits({ item.textEdit }, buffer,
                              vim.lsp.get_client_by_id(client_id).offset_encoding)
if line(6) ~= text .. 'total' then fail("after acceptance the line is '" .. line(6) .. "'") end

-- 4. Undone, and edited above: the server follows.
vim.cmd("silent undo")
vim.api.nvim_buf_set_lines(buffer, 6, 7, false, { text })
vim.api.nvim_buf_set_lines(buffer, 0, 0, false, { '# a line above', '' })
vim.api.nvim_buf_set_text(buffer, 8, #text, 8, #text, { 'TO' })
items = complete(8, #text + 2)
if not find(items, 'total') then fail('after an edit above it is lost') end

-- 5. Names at the begin of an argument.
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { '', 'def show(basket):', '    print(' })
items = complete(vim.api.nvim_buf_line_count(buffer) - 1, 10)
if not find(items, 'basket') then fail("'basket' is not offered as an argument") end

vim.lsp.stop_client(client_id)
if not vim.wait(5000, function() return vim.lsp.get_client_by_id(client_id) == nil end) then
  fail('the server does not end')
end
print('neovim.lua: passed')
vim.cmd('qall!')
