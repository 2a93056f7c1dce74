-- Types Python texts from nothing in a Neovim of its own, key by key through its input, and takes what its menu has
-- first. SERVER (a command), FOLDER and FILES come from the environment, words of each by blanks. The menu is asked for as
-- completion plug-ins do: at each letter of a word, and after the server's trigger characters.
local function fail(text)
  io.stderr:write('neovim_typing.lua: ' .. text .. '\n')
  vim.cmd('cquit 1')
end
local child = vim.fn.jobstart({ vim.v.progpath, '--embed', '--headless', '--clean', '-n', '-i', 'NONE' }, { rpc = true })
local function call(method, ...) return vim.fn.rpcrequest(child, method, ...) end
local function run(code, ...) return call('nvim_exec_lua', code, { ... }) end
local function await(what, holds)
  if not vim.wait(20000, holds, 1) then fail('not in time: ' .. what) end
end

run([[
  vim.o.completeopt = 'menuone,noinsert'
  vim.o.shortmess = vim.o.shortmess .. 'c'
  replies = 0
  local ask = vim.lsp.buf_request
  vim.lsp.buf_request = function(buffer, method, params, handler)
    return ask(buffer, method, params, handler and function(...)
      handler(...)
      replies = replies + 1
    end)
  end
]])
local function open(folder, name)
  run([[
    local folder, name, command = ...
    vim.cmd('edit! ' .. folder .. '/' .. name)
    vim.bo.autoindent, vim.bo.indentexpr, vim.bo.indentkeys, vim.bo.textwidth = false, '', '', 0
    if not client then client = vim.lsp.start_client({ name = 'typed', cmd = command, root_dir = folder }) end
    vim.lsp.buf_attach_client(0, client)
    vim.bo.omnifunc = 'v:lua.vim.lsp.omnifunc'
  ]], folder, name, vim.split(os.getenv('SERVER'), ' '))
  await('the server', function() return run([[
    local one = vim.lsp.get_client_by_id(client)
    return one ~= nil and one.initialized == true and vim.lsp.buf_get_clients(0)[client] ~= nil
  ]]) end)
  return run([[
    return vim.lsp.get_client_by_id(client).server_capabilities.completionProvider.triggerCharacters or {}
  ]])
end

local function line() return call('nvim_get_current_line') end
local function input(keys, wanted)
  call('nvim_input', (keys:gsub('<', '<lt>')))
  await('"' .. wanted .. '" typed, it is "' .. line() .. '"', function() return line() == wanted end)
end
-- The first word of the menu, in Neovim's order.
local function ask()
  local before = run('return replies')
  call('nvim_input', '<C-x><C-o>')
  await('an answer', function() return run('return replies') > before end)
  local menu = call('nvim_call_function', 'complete_info', { { 'items', 'pum_visible' } })
  return menu.pum_visible == 1 and menu.items[1] or nil
end
local function close()
  if call('nvim_call_function', 'pumvisible', {}) == 1 then call('nvim_input', '<C-e>') end
end

local total = { words = 0, taken = 0, characters = 0, keys = 0 }
local function is_word(c) return c:match('[%w_]') ~= nil end
local function type_file(folder, path)
  local triggers = {}
  for _, c in ipairs(open(folder, vim.fn.fnamemodify(path, ':t'))) do triggers[c] = true end
  call('nvim_input', 'i')
  local open_text
  for _, truth in ipairs(vim.fn.readfile(path)) do
    local column = #truth:match('^ *')
    local indent = truth:sub(1, column)
    if column > 0 then input(indent, indent) end
    local item
    while column < #truth do
      local c = truth:sub(column + 1, column + 1)
      local left = truth:sub(1, column)
      local typed = left:match('[%w_]*$')
      local rest = item and item.word:sub(1, #typed) == typed and item.word:sub(#typed + 1) or ''
      local fits = #rest > 1 and truth:sub(column + 1, column + #rest) == rest
          and not (is_word(rest:sub(-1)) and is_word(truth:sub(column + #rest + 1, column + #rest + 1)))
      total.keys = total.keys + 1
      if fits then
        call('nvim_input', '<C-y>')
        column = column + #rest
        await('accepted', function() return line() == truth:sub(1, column) end)
        total.taken = total.taken + (is_word(rest:sub(1, 1)) and 1 or 0)
        total.characters = total.characters + #rest
        item = nil
      else
        close()
        input(c, left .. c)
        total.characters = total.characters + 1
        column = column + 1
        -- In strings and comments an editor asks after trigger characters only.
        local before = truth:sub(1, column)
        local quiet = open_text or before:gsub('"[^"]*"', ''):find('["#]')
        local starts = is_word(c) and before:match('[%a_][%w_]*$') and not quiet
        item = (triggers[c] or starts) and ask() or nil
      end
    end
    for word, after in truth:gsub('#.*', ''):gsub('"[^"]*"', '""'):gmatch('([%a_][%w_]*)()') do
      if not open_text and word and after then total.words = total.words + 1 end
    end
    local _, quotes = truth:gsub('"""', '')
    if quotes % 2 == 1 then open_text = not open_text end
    close()
    total.keys, total.characters = total.keys + 1, total.characters + 1
    call('nvim_input', '<CR>')
    await('a line', function() return line() == '' end)
  end
  call('nvim_input', '<Esc>')
  local typed = call('nvim_buf_get_lines', 0, 0, -2, false)
  if table.concat(typed, '\n') ~= table.concat(vim.fn.readfile(path), '\n') then fail('something else stands there') end
end

for _, path in ipairs(vim.split(os.getenv('FILES'), ' ')) do type_file(os.getenv('FOLDER'), path) end
print(string.format('words %d taken %.1f %% keys %d saved %.1f %%', total.words, 100 * total.taken / total.words,
                    total.keys, 100 * (total.characters - total.keys) / total.characters))
vim.fn.jobstop(child)
vim.cmd('qall!')
