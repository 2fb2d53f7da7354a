;; Compiles the kit to class files, so that opening a REPL needn't. What the kit refers to
;; while it is loaded must be there: the objects that the application hands in.

;; loads the specs of the core macros, which would be compiled to our folder otherwise
(when true)

(create-ns 'repl.host)
(doseq [name '[kit parts context source-paths]]
  (intern 'repl.host name nil))

(def parts
  "The names of the sources in the folder of the kit: each is a part or helps one."
  (->> (.listFiles (java.io.File. (System/getProperty "kit.sources") "repl/kit"))
       (map #(.getName ^java.io.File %))
       (filter #(.endsWith ^String % ".clj"))
       (map #(-> % (.replace ".clj" "") (.replace "_" "-")))
       sort))

(def warnings (java.io.StringWriter.))

(binding [*compile-path* (System/getProperty "kit.classes")
          *warn-on-reflection* true
          *err* (java.io.PrintWriter. warnings true)]
  (compile 'repl.kit)
  (doseq [part parts]
    (compile (symbol (str "repl.kit." part))))
  ;; not needed to open, but the first completion should come at once
  (compile 'repl.nrepl)
  (compile 'repl.nrepl.names))

(when (seq (str warnings))
  (println (str warnings))
  (System/exit 1))

(shutdown-agents)
