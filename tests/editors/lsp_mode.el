;;; A session in Emacs with lsp-mode, by the recipe of docs/editors/emacs.md: complete, accept, an import.  -*- lexical-binding: t -*-
;; FOLDER has shop.py (as run.sh writes it) and names.py; `fastnode` is in the PATH. RECIPE: a file with the page's lines. OFF: they say
;; `:autoImport`, so what is not in scope is not offered. FIRST: what `fastnode complete` offers first behind `self.` in shop.py, one
;; name per line. What is wrong is an error, and so the exit status.
(require 'package)
(package-initialize)
(require 'cl-lib)
(setq lsp-auto-guess-root t
      lsp-enable-file-watchers nil
      lsp-keep-workspace-alive nil
      lsp-restart 'ignore
      lsp-response-timeout 30)
(require 'lsp-mode)
(require 'lsp-completion)

(defun wanted (holds what) (unless holds (error "lsp_mode.el: FAILED: %s" what)))
(defvar seen nil "The names of the last list.")
(defun until (what holds)
  "Waits for HOLDS to return something, and returns it."
  (let ((end (+ (float-time) 40)) result)
    (while (not (setq result (funcall holds)))
      (wanted (< (float-time) end) (format "%s: %S" what seen))
      (accept-process-output nil 0.1))
    result))
(defun candidates ()
  "The list here, in the order in which it is shown: (BEGIN NAMES EXIT)."
  (let* ((lsp-completion--cache nil)
         (at (lsp-completion-at-point)) (table (nth 2 at)) (begin (nth 0 at)))
    (when at
      (let* ((typed (buffer-substring-no-properties begin (point)))
             (all (all-completions typed table (plist-get (nthcdr 3 at) :predicate)))
             (sort (completion-metadata-get (completion-metadata typed table nil) 'display-sort-function)))
        (list begin (if sort (funcall sort all) all) (plist-get (nthcdr 3 at) :exit-function))))))
(defun names (list) (setq seen (mapcar #'substring-no-properties (nth 1 list))))
(defun take (list name)
  "Takes NAME of LIST, as the completion in a buffer does."
  (let ((item (cl-find name (nth 1 list) :test #'string=)))
    (delete-region (nth 0 list) (point))
    (insert item)
    (funcall (nth 2 list) item 'finished)))
(defun visit (name)
  (find-file (expand-file-name name (getenv "FOLDER")))
  (python-mode)
  (lsp)
  (until "the server is connected" (lambda () (lsp-feature? "textDocument/completion")))
  (goto-char (point-max))
  (backward-char))  ; before the last newline

(load (getenv "RECIPE"))
(lsp-workspace-folders-add (getenv "FOLDER"))
(visit "shop.py")
(let* ((first (split-string (getenv "FIRST") "\n" t))
       (list (until (format "behind 'self.' there are %S" first)
                    (lambda ()
                      (let ((list (candidates)))
                        (and (equal first (seq-take (names list) (length first))) list))))))
  (take list (car first))
  (wanted (looking-back (concat "word = \"é é\"; self\\." (car first)) (line-beginning-position))
          (format "the first name was accepted: %s" (buffer-substring (line-beginning-position) (line-end-position)))))
(set-buffer-modified-p nil)

(visit "names.py")
(defun offered (name)
  "The list once NAME is in it."
  (until (format "'%s' is offered" name)
         (lambda () (let ((list (candidates))) (and (member name (names list)) list)))))
(if (getenv "OFF")
    (dotimes (_ 3)  ; what can be imported is not read at once
      (offered "Orderer")
      (wanted (not (member "OrderedDict" seen)) (format "without autoImport: %S" seen))
      (sleep-for 1))
  (take (offered "OrderedDict") "OrderedDict")
  (wanted (string-suffix-p "return OrderedDict\n" (buffer-string)) (format "the name was accepted: %s" (buffer-string)))
  (wanted (string-prefix-p "import os\nfrom collections import OrderedDict\n" (buffer-string))
          (format "and imported: %s" (buffer-string))))
(set-buffer-modified-p nil)
(princ "lsp_mode.el: passed\n")
(kill-emacs 0)
