(ns dev.replboot.kit.jvm
  "Threads and memory."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring JvmHost)
           (java.util.regex Pattern)))

(defn- host ^JvmHost []
  (.host ^KitParts dev.replboot.host/parts "jvm"))

(defn threads
  "How many threads there are of a kind, and their states; with a pattern, the threads whose
  name has a match. Virtual threads aren't seen.

  (threads) => [{:group \"http-nio-#-exec-#\", :count 10, :states {:WAITING 10, …}}]
  (threads #\"^main|repl-io\") => [{:id 44, :name \"repl-io\", :state \"RUNNABLE\", :cpu-ms 12, :at \"sun.nio…\",
                                :waits-for nil, :held-by nil}]"
  ([] (convert/data (.groups (.threads (host)))))
  ([pattern] (convert/data (.matching (.threads (host)) (convert/pattern pattern)))))

(defn stack
  "The stack of a thread, by its number or its whole name. Of a method, given as for watch: the stacks of
  those who call it, see callers.

  (stack \"repl-io\") => [\"java.base…\"]
  (stack (bean 'pricingRule) \"lineTotal\" {:for \"1s\"}) => []"
  ([thread]
   (vec (.stack (.threads (host)) (str thread))))
  ([target method] (stack target method {}))
  ([target method options]
   (if-let [callers (resolve 'dev.replboot.kit.watch/callers)]
     (callers target method options)
     (throw (IllegalStateException. "Who calls a method takes the part watch of the kit. (help) says why it isn't there.")))))

(defn heap
  "The JVM's memory pools, in bytes.

  (heap) => [{:pool \"Eden Space\", :kind \"HEAP\", :used 26214400, :committed 34603008, :max nil}]"
  []
  (convert/data (.pools (.heap (host)))))

(defn histogram
  "What fills the heap: the classes with the most bytes, as many as asked for, up to 1000; with a
  pattern, only those whose name has a match. The JVM stands still while it counts. Objects that
  are no longer reachable count until they are collected.

  (histogram 2) => [{:class \"[B\", :instances 81233, :bytes 9127432} {:class \"java.lang.String\", :instances 78121, :bytes 1874904}]
  (histogram #\"^dev.replboot.sample.order\" 5) => [{:class \"dev.replboot.sample.order.Order\", :instances 900, :bytes 36000}]"
  ([rows] (histogram #"" rows))
  ([pattern rows] (convert/data (.histogram (.heap (host)) (convert/pattern pattern) (long rows)))))
