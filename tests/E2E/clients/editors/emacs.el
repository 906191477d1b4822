(require 'eglot)
(define-derived-mode gptoss-csharp-mode prog-mode "C#")
(add-to-list 'auto-mode-alist '("\\.cs\\'" . gptoss-csharp-mode))
(add-to-list 'eglot-server-programs
             '(gptoss-csharp-mode . ("gptoss" "lsp" :initializationOptions (:trusted t))))
