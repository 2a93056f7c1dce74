;;; A session in Emacs with eglot: type, complete, accept, undo; hover.  -*- lexical-binding: t -*-
;; FASTNODE, RELEASE and FOLDER come from the environment; what is wrong is an error, and so the exit status.
(require 'package)
(package-initialize)
(require 'eglot)
(require 'cl-lib)

(defun wanted (holds what) (unless holds (error "emacs.el: FAILED: %s" what)))

(let ((program (getenv "FASTNODE")) (release (getenv "RELEASE")) (folder (getenv "FOLDER")))
  (setq eglot-server-programs `((python-mode . (,program "lsp" "--model" ,release)))
        eglot-sync-connect 30
        eglot-autoshutdown t)
  (find-file (expand-file-name "shop.py" folder))
  (python-mode)
  (eglot--connect '(python-mode) `(transient . ,folder) 'eglot-lsp-server (list program "lsp" "--model" release "--deadline" "0")
                  "python")
  (wanted (eglot-current-server) "the server is connected")
  (unless eglot--managed-mode (eglot--managed-mode 1))

  (cl-flet ((candidates ()
              (let* ((at (eglot-completion-at-point)) (table (nth 2 at)))
                (wanted at "something is to be completed here")
                (list (nth 0 at) (nth 1 at)
                      (mapcar (lambda (one) (substring-no-properties (string-trim one)))
                              (all-completions (buffer-substring (nth 0 at) (nth 1 at)) table))))))
    ;; After a dot, behind characters beyond the basic plane; then typed on.
    (goto-char (point-max))
    (backward-char)  ; before the last newline
    (wanted (nth 2 (candidates)) "something is offered after the dot")
    (buffer-enable-undo)
    (undo-boundary)
    (insert "to")
    (undo-boundary)
    (cl-destructuring-bind (begin end names) (candidates)
      (wanted (member "total" names) (format "'total' is offered after 'to': %S" names))
      (wanted (equal (buffer-substring begin end) "to") "what was typed is what is replaced")
      (delete-region begin end)
      (insert "total"))
    (wanted (looking-back "self\\.total" (line-beginning-position)) "the name was accepted")
    (undo-boundary)
    (undo-start)
    (undo-more 2)  ; the boundary, and what stands before it
    (wanted (not (looking-back "total" (line-beginning-position))) "it was undone")

    ;; What the name is.
    (goto-char (point-min))
    (search-forward "def add")
    (backward-char)
    (let ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                  (eglot--TextDocumentPositionParams))))
      (wanted (string-match-p "add(self, price)" (format "%S" hover)) (format "hover: %S" hover))))
  (set-buffer-modified-p nil)
  (eglot-shutdown (eglot-current-server))
  (princ "emacs.el: passed\n"))
