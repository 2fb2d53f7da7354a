(ns repl.kit.jpa
  "Queries entities."
  (:require [repl.kit.query :refer [named? refuse rows? shown]]
            [repl.kit.show :as show])
  (:import (clojure.lang Named)
           (dev.replboot.kit KitParts)
           (dev.replboot.kit.data.jpa JpaHost)))

(defn- host ^JpaHost []
  (.host ^KitParts repl.host/parts "jpa"))

(defn- options [m]
  (into {}
        (for [[k v] m]
          (let [option (when (named? k) (name k))]
            (when-not (case option
                        "max-rows" (rows? v)
                        "unit" (named? v)
                        false)
              (refuse "Options of jpql are :max-rows, a number of rows, at least 1, and :unit, the name of an"
                      " EntityManagerFactory bean, and not " (shown k) " with " (shown v) "."))
            [option (if (named? v) (name v) v)]))))

(defn- argument
  "A value of a parameter as JPA knows it."
  [v]
  (cond (instance? Named v) (name v)
        (map? v) (into {} (map (fn [[k v]] [(if (named? k) (name k) k) (argument v)])) v)
        (or (sequential? v) (set? v)) (mapv argument v)
        :else v))

(defn jpql
  "Runs a JPQL query and shows the entities that it returns, without loading more.

  Parameters are values for ?1, ?2, …, or one map of values for names. A keyword or a text becomes an enum
  constant if the query compares it with one. The options are :max-rows (a number of results) and :unit (the
  persistence unit).

  (jpql \"select o from Order o where o.total > ?1\" 100M) => [{:id 7, :customer \"Customer 2, not loaded\", …} …]"
  {:arglists '([query & parameters] [options query & parameters])}
  [& args]
  (let [[opts [query & parameters]] (if (map? (first args)) [(first args) (rest args)] [{} args])]
    (when-not (string? query)
      (refuse "jpql takes a query as text: (jpql \"select o from Order o where o.id = ?1\" 7). (help 'jpql) says more."))
    (show/show (.query (host) (options opts) query (mapv argument parameters)))))
