(ns repl.kit.jvm
  "Threads and memory."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring JvmHost)
           (java.util.regex Pattern)))

(defn- host ^JvmHost []
  (.host ^KitParts repl.host/parts "jvm"))

(defn threads
  "Returns the number and the states of the threads, grouped by name. With a pattern, returns the threads
  whose names match. Virtual threads aren't included.

  (threads) => [{:group \"http-nio-#-exec-#\", :count 10, :states {:WAITING 10, …}}]
  (threads #\"^main|repl-io\") => [{:id 44, :name \"repl-io\", :state \"RUNNABLE\", :cpu-ms 12, :at \"sun.nio…\",
                                :waits-for nil, :held-by nil}]"
  ([] (convert/data (.groups (.threads (host)))))
  ([pattern] (convert/data (.matching (.threads (host)) (convert/pattern pattern)))))

(defn stack
  "Returns the stack of a thread, given by its number or its full name. For a method, given as for watch,
  returns the stacks of its callers; see callers.

  (stack \"repl-io\") => [\"java.base…\"]
  (stack (bean 'pricingRule) \"lineTotal\" {:for \"1s\"}) => []"
  ([thread]
   (vec (.stack (.threads (host)) (str thread))))
  ([target method] (stack target method {}))
  ([target method options]
   (if-let [callers (resolve 'repl.kit.watch/callers)]
     (callers target method options)
     (throw (IllegalStateException. "The callers of a method need the part watch. (help) says why it isn't available.")))))

(defn heap
  "Returns the memory pools of the JVM, in bytes.

  (heap) => [{:pool \"Eden Space\", :kind \"HEAP\", :used 26214400, :committed 34603008, :max nil}]"
  []
  (convert/data (.pools (.heap (host)))))

(defn histogram
  "Returns the classes that use the most heap, as many as you ask for, up to 1000. With a pattern, returns
  only the classes whose names match. The JVM is paused while it counts. Unreachable objects are
  included until they are collected.

  (histogram 2) => [{:class \"[B\", :instances 81233, :bytes 9127432} {:class \"java.lang.String\", :instances 78121, :bytes 1874904}]
  (histogram #\"^dev.replboot.sample.order\" 5) => [{:class \"dev.replboot.sample.order.Order\", :instances 900, :bytes 36000}]"
  ([rows] (histogram #"" rows))
  ([pattern rows] (convert/data (.histogram (.heap (host)) (convert/pattern pattern) (long rows)))))
