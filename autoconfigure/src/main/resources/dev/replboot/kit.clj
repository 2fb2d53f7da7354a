(ns dev.replboot.kit
  "What a user finds in the namespace user. Every public function has a docstring whose
  first line says what it is for; an example and its result follow."
  (:refer-clojure :exclude [bean])
  (:require [clojure.string :as str])
  (:import (clojure.lang Compiler)
           (dev.replboot.kit KitHost)
           (dev.replboot.runtime.stop Scopes)
           (java.io File StringReader)
           (java.util List Map)
           (java.util.regex Pattern)
           (org.springframework.context ApplicationContext)))

(def ^:private ^KitHost host
  dev.replboot.host/kit)

(def ^ApplicationContext ctx
  "The application's Spring context.

  (.getId ctx) => \"order-service\""
  dev.replboot.host/context)

(defn- keywordize [^Map m]
  (into {} (map (fn [[k v]] [(keyword k) (if (instance? List v) (vec v) v)])) m))

(defn bean
  "A bean of the application, by name or by type.

  (bean 'orderRepository)
  (bean \"orderRepository\")
  (bean OrderRepository)

  Of anything else it gives the map of its properties, as clojure.core/bean does."
  [x]
  (cond
    (or (symbol? x) (keyword? x)) (.bean host (name x))
    (string? x) (.bean host ^String x)
    (class? x) (.bean host ^Class x)
    :else (clojure.core/bean x)))

(defn beans
  "The beans whose name has a match of the pattern, or all of them, with their classes.

  (beans #\"order.*\") => {\"orderService\" \"com.acme.OrderService\"}"
  ([] (beans #""))
  ([pattern]
   (into (sorted-map) (.beans host (if (instance? Pattern pattern) pattern (re-pattern (str pattern)))))))

(defn env
  "The value of a property, or nil. Those that look like secrets are masked.

  (env \"server.port\") => \"8080\""
  [key]
  (.env host (name key)))

(defn who
  "Who you are to the application.

  (who) => {:principal \"ann\", :authorities [\"ROLE_REPL_USER\"], :session \"s1\", :protocol \"socket\",
             :peer {:user \"ann\", :uid 1001, :address \"127.0.0.1:40112\"}}"
  []
  (update (keywordize (.who host)) :peer keywordize))

(defn lease
  "Who opened the REPL, why, and when it closes.

  (lease) => {:opened-by \"ann\", :reason \"INC-42\", :remaining-seconds 1720, …}"
  []
  (keywordize (.lease host)))

(defn sessions
  "Who is connected, and what they evaluate now.

  (sessions) => [{:id \"s1\", :principal \"ann\", :protocol \"socket\", …}]"
  []
  (mapv keywordize (.sessions host)))

(defn load-script
  "Loads a script of the reviewed folder (repl.scripts); its SHA-256 goes on record.

  (load-script \"fix-123.clj\") => the value of its last form"
  [name]
  (let [script (.script host ^String name)]
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

  (really! (System/exit 0))"
  [& body]
  `(Scopes/permitting (fn [] ~@body)))

(defn- first-line [doc]
  (first (str/split-lines (or doc ""))))

(defn- print-entry [width [sym v]]
  (println (format (str "  %-" width "s  %s") sym (first-line (:doc (meta v))))))

(defn help
  "What there is. With a name, how to call it and what it answers.

  (help)
  (help 'bean)"
  ([]
   (let [publics (into (sorted-map) (ns-publics 'dev.replboot.kit))
         width (apply max (map (comp count str) (keys publics)))]
     (run! #(print-entry width %) publics)
     (println "(help 'name) shows a call and its result; (doc name) works for all of Clojure.")))
  ([sym]
   (if-let [v (ns-resolve 'dev.replboot.kit (symbol (name sym)))]
     (println (str/replace (str (:doc (meta v))) #"(?m)^  " ""))
     (println (str "There is no " sym " here. (help) lists what there is.")))))
