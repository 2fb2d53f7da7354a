(ns repl.kit.beans
  "The application's context, its beans and its properties. Loaded before a REPL opens,
  because bean takes the place of clojure.core's."
  (:refer-clojure :exclude [bean])
  (:import (dev.replboot.kit KitHost)
           (java.util.regex Pattern)
           (org.springframework.context ApplicationContext)))

(defn- host ^KitHost []
  repl.host/kit)

(def ^ApplicationContext ctx
  "The application's Spring context.

  (.getId ctx) => \"order-service\""
  repl.host/context)

(defn- renew! []
  (alter-var-root #'ctx (constantly repl.host/context)))

(defn bean
  "Returns a bean of the application, by its name or its type.

  (bean 'orderRepository) => …
  (bean \"orderRepository\") => …
  (bean dev.replboot.sample.order.OrderRepository) => …

  For any other argument, returns the map of its properties, as clojure.core/bean does."
  [x]
  (cond
    (or (symbol? x) (keyword? x)) (.bean (host) (name x))
    (string? x) (.bean (host) ^String x)
    (class? x) (.bean (host) ^Class x)
    :else (clojure.core/bean x)))

(defn beans
  "Returns the names and classes of the beans whose names match the pattern, or of all beans.

  (beans #\"orderServ.*\") => {\"orderService\" \"dev.replboot.sample.order.OrderService\"}"
  ([] (beans #""))
  ([pattern]
   (into (sorted-map) (.beans (host) (if (instance? Pattern pattern) pattern (re-pattern (str pattern)))))))

(defn env
  "Returns the value of a property, or nil. With :origin, also returns the source of the value and
  the values that it overrides. With a pattern, returns the properties whose keys match. Values that
  look like secrets are masked, including passwords in URLs and values of placeholders.
  (.getProperty (.getEnvironment ctx) key) returns the value unmasked.

  (env \"server.port\") => \"8080\"
  (env \"orders.overdue-after\" :origin) => {:value \"14d\", :source \"Config resource …\", :origin \"class path …\", :hidden []}
  (env #\"orders\\..*\") => {\"orders.overdue-after\" \"14d\"}"
  ([key]
   (if (instance? Pattern key)
     (into (sorted-map) (.envMatching (host) ^Pattern key))
     (.env (host) (name key))))
  ([key what]
   (when-not (= :origin what)
     (throw (IllegalArgumentException. (str "env takes a key, and :origin to see where its value comes from; not " (pr-str what) "."))))
   (when-let [found (.envOrigin (host) (name key))]
     (-> (into {} (map (fn [[k v]] [(keyword k) v])) found)
         (update :hidden #(mapv (fn [m] (into {} (map (fn [[k v]] [(keyword k) v])) m)) %))))))
