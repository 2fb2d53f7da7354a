(ns dev.replboot.kit.code
  "Code from outside, and what has to be asked for explicitly."
  (:import (clojure.lang Compiler)
           (dev.replboot.kit KitHost)
           (dev.replboot.runtime.stop Scopes)
           (java.io File StringReader)))

(defn- host ^KitHost []
  dev.replboot.host/kit)

(defn load-script
  "Loads a script of the reviewed folder (repl.scripts); its SHA-256 goes on record. Gives
  the value of its last form.

  (load-script \"fix-123.clj\") => 42"
  [name]
  (let [script (.script (host) ^String name)]
    (println (str "Loading " (.name script) ", SHA-256 " (.sha256 script)))
    (Compiler/load (StringReader. (.text script)) (.path script) (.name script))))

(defonce ^:private tracker (atom {}))

(defn- forget-changes [state]
  (assoc state :clojure.tools.namespace.track/load () :clojure.tools.namespace.track/unload ()))

(defn reload!
  "Loads what has changed in repl.source-paths, and what depends on it, in order.

  The first time that is everything there.

  (reload!) => [acme.prices acme.orders]"
  []
  (when (empty? dev.replboot.host/source-paths)
    (throw (IllegalArgumentException. "There are no folders to load from. Set repl.source-paths.")))
  (let [scan (requiring-resolve 'clojure.tools.namespace.dir/scan-dirs)
        state (scan @tracker (mapv #(File. ^String %) dev.replboot.host/source-paths))]
    (loop [todo (:clojure.tools.namespace.track/load state)
           loaded []]
      (if-let [lib (first todo)]
        (do
          (try
            (require lib :reload)
            (catch Throwable e
              (println "Loaded" loaded "and then failed at" lib)
              (throw e)))
          (recur (next todo) (conj loaded lib)))
        (do
          (reset! tracker (forget-changes state))
          loaded)))))

(defmacro really!
  "Lets the body do what is refused otherwise because it affects the whole application.

  It goes on record.

  (really! (java.util.Locale/setDefault (java.util.Locale/getDefault))) => nil"
  [& body]
  `(Scopes/permitting (fn [] ~@body)))
