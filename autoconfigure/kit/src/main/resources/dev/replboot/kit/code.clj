(ns dev.replboot.kit.code
  "Code from outside, and what has to be asked for explicitly."
  (:require [dev.replboot.kit.reload :as reload])
  (:import (dev.replboot.kit KitHost)
           (dev.replboot.runtime.engine SharedCalls)
           (dev.replboot.runtime.stop Scopes)
           (java.io StringReader)))

(defn- host ^KitHost []
  dev.replboot.host/kit)

(defn load-script
  "Loads a script of the reviewed folder (repl.scripts); its SHA-256 goes on record. Gives
  the value of its last form.

  (load-script \"fix-123.clj\") => 42"
  [name]
  (let [script (.script (host) ^String name)]
    (println (str "Loading " (.name script) ", SHA-256 " (.sha256 script)))
    (SharedCalls/load (StringReader. (.text script)) (.path script) (.name script))))

;; by folders: the applications of a JVM may share a Clojure, and have each their own
(defonce ^:private trackers (atom {}))

(defn reload!
  "Loads what has changed in repl.source-paths, and what depends on it, in order. The first time that
  is everything there; with repl.runtime=shared, what differs from the sources that the application
  runs. Prints which records, types and protocols have live instances, and which vars and files are
  gone. With :plan it shows all that and loads nothing.

  (reload!) => [acme.prices acme.orders]
  (reload! :plan) => {:load [], …}"
  ([] (reload! :load))
  ([what]
   (when-not (#{:load :plan} what)
     (throw (IllegalArgumentException. "reload! takes nothing, or :plan to load nothing.")))
   (when (empty? dev.replboot.host/source-paths)
     (throw (IllegalArgumentException. "There are no folders to load from. Set repl.source-paths.")))
   (let [folders (vec dev.replboot.host/source-paths)
         plan (reload/plan (get @trackers folders {}) folders)]
     (if (= :plan what)
       (reload/shown plan)
       (let [loaded (reload/perform plan)]
         (swap! trackers assoc folders (:state plan))
         loaded)))))

(defmacro really!
  "Lets the body do what is refused otherwise because it affects the whole application.

  It goes on record.

  (really! (java.util.Locale/setDefault (java.util.Locale/getDefault))) => nil"
  [& body]
  `(Scopes/permitting (fn [] ~@body)))
