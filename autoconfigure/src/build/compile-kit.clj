;; Compiles the kit to class files, so that opening a REPL needn't. What the kit refers to
;; while it is loaded must be there: the objects that the application hands in.

;; loads the specs of the core macros, which would be compiled to our folder otherwise
(when true)

(create-ns 'dev.replboot.host)
(doseq [name '[kit context source-paths]]
  (intern 'dev.replboot.host name nil))

(binding [*compile-path* (System/getProperty "kit.classes")]
  (compile 'dev.replboot.kit))

(shutdown-agents)
