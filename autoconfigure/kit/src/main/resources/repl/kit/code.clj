(ns repl.kit.code
  "Loads scripts and source folders, and permits calls that are otherwise refused."
  (:require [repl.kit.reload :as reload])
  (:import (dev.replboot.kit KitHost)
           (dev.replboot.runtime.engine SharedCalls)
           (dev.replboot.runtime.stop Scopes)
           (java.io StringReader)))

(defn- host ^KitHost []
  repl.host/kit)

(defn load-script
  "Loads a script from the folder of reviewed scripts (repl.scripts), and returns the value of its
  last form. The SHA-256 of the script is recorded.

  (load-script \"fix-123.clj\") => 42"
  [name]
  (let [script (.script (host) ^String name)]
    (println (str "Loading " (.name script) ", SHA-256 " (.sha256 script)))
    (SharedCalls/load (StringReader. (.text script)) (.path script) (.name script))))

;; by folders: the applications of a JVM may share a Clojure, and have each their own
(defonce ^:private trackers (atom {}))

(defn reload!
  "Reloads the namespaces in repl.source-paths that have changed, and those that depend on them, in order.
  The first call loads all of them; with repl.runtime=shared, only those whose source differs from the one
  that the application runs. Prints which records, types and protocols have live instances, and which vars
  and files were removed. With :plan, returns the same and loads nothing.

  (reload!) => [acme.prices acme.orders]
  (reload! :plan) => {:load [], …}"
  ([] (reload! :load))
  ([what]
   (when-not (#{:load :plan} what)
     (throw (IllegalArgumentException. "reload! takes nothing, or :plan to load nothing.")))
   (when (empty? repl.host/source-paths)
     (throw (IllegalArgumentException. "There are no folders to load from. Set repl.source-paths.")))
   (let [folders (vec repl.host/source-paths)
         plan (reload/plan (get @trackers folders {}) folders)]
     (if (= :plan what)
       (reload/shown plan)
       (let [loaded (reload/perform plan)]
         (swap! trackers assoc folders (:state plan))
         loaded)))))

(defmacro really!
  "Evaluates the body with permission for calls that affect the whole application. Without it, they are
  refused.

  The permission is recorded.

  (really! (java.util.Locale/setDefault (java.util.Locale/getDefault))) => nil"
  [& body]
  `(Scopes/permitting (fn [] ~@body)))
