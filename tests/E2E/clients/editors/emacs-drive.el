;; What a person does in Emacs, without the person: opens a file, takes a code action, asks for the status.
;; Writes what it saw as JSON to the file that GPTOSS_SEEN names.
(require 'json)
(setq eglot-sync-connect t
      eglot-connect-timeout 120
      eglot-confirm-server-initiated-edits nil
      jsonrpc-default-request-timeout 120)
(find-file "Cart.cs")
(apply #'eglot--connect (eglot--guess-contact))
(eglot--maybe-activate-editing-mode)
(goto-char (point-min))
(search-forward "return ")
(let* ((server (eglot-current-server))
       (action (seq-find (lambda (it) (equal (plist-get it :title) "Use an expression body with gptoss"))
                         (eglot-code-actions (point))))
       (command (plist-get action :command)))
  (eglot-execute-command server (intern (plist-get command :command)) (plist-get command :arguments))
  (let ((status (eglot-execute-command server 'gptoss.server.status [])))
    (with-temp-file (getenv "GPTOSS_SEEN")
      (insert (json-encode
               (list :edited (with-current-buffer "Cart.cs" (buffer-string))
                     :model (plist-get (plist-get status :model) :name)))))))
