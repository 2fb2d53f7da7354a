(ns repl.nrepl.place
  "Where in a form somebody is typing, as far as that says what could come there. The form is
  read and looked at, never evaluated, and no class is initialised for it."
  (:require [clojure.string :as str])
  (:import (clojure.lang RT)
           (dev.replboot.kit KitHost KitNames)))

(defn names
  "The application's names.

  (.beans (names) \"order\") => [\"orderRepository\" \"orderService\"]"
  ^KitNames []
  (.names ^KitHost repl.host/kit))

(defn class-of
  "The class that a symbol means in a namespace, or nil. Doesn't initialise it, as resolve does.

  (class-of *ns* 'java.util.Map) => java.util.Map"
  ^Class [ns sym]
  (cond
    (namespace sym) nil
    (str/includes? (str sym) ".") (try
                                    (Class/forName (str sym) false (RT/baseLoader))
                                    (catch ClassNotFoundException _ nil)
                                    (catch LinkageError _ nil))
    :else (let [found (get (ns-map ns) sym)]
            (when (class? found) found))))

(defn var-of
  "The var that a symbol means in a namespace, or nil. Loads no class, as resolve may.

  (var-of *ns* 'map) => #'clojure.core/map"
  [ns sym]
  (if-let [scope (some-> (namespace sym) symbol)]
    (when-let [target (or (get (ns-aliases ns) scope) (find-ns scope))]
      (get (ns-interns target) (symbol (name sym))))
    (let [found (get (ns-map ns) sym)]
      (when (var? found) found))))

;; --- the form around --------------------------------------------------------------------

(def ^:private marker "__prefix__")

(def ^:private longest-context
  "What is longer is not looked at: it is sent with each key that is hit."
  8192)

(defn- read-form [context ns]
  (binding [*ns* ns
            *read-eval* false
            *data-readers* {}
            *default-data-reader-fn* (fn [_ value] value)]
    (read-string {:read-cond :preserve} context)))

(defn- lead
  "What stands before the marker in a symbol or string that has it."
  [x]
  (cond
    (= (symbol marker) x) ""
    (string? x) (when-let [at (str/index-of x marker)] (subs x 0 at))))

(defn- quoted [x]
  (when (and (seq? x) (= 'quote (first x)))
    (second x)))

(defn- argument
  "The marker as an argument, and whether it is a name there and no symbol to be resolved."
  [x]
  (if-let [inner (quoted x)]
    (when-let [before (lead inner)] {:lead before, :name? true})
    (when-let [before (lead x)] {:lead before, :name? (string? x)})))

(defn- call-around
  "The innermost list that has the marker."
  [form]
  (when (and (coll? form) (not (quoted form)))
    (or (some call-around form)
        (when (seq? form)
          (when-let [found (some argument form)]
            (assoc found :call form))))))

(defn find-place
  "The call that is being typed: its form, what stands before the prefix, whether a name is
  wanted. Nil without one, or if it can't be read.

  (find-place \"(bean '__prefix__)\" *ns*) => {:call (bean (quote __prefix__)), :lead \"\", :name? true}"
  [context ns]
  (when (and (str/includes? context marker) (<= (count context) longest-context))
    (try
      (call-around (read-form context ns))
      (catch RuntimeException _ nil)
      ;; nested deeper than the stack is
      (catch StackOverflowError _ nil))))

(def ^:private name-takers
  {'repl.kit.beans/bean :bean
   'repl.kit.beans/env :property
   'repl.kit.wiring/wiring :bean})

(defn wanted
  "What kind of name a call of the kit takes, or nil.

  (wanted '(env \"server.port\") *ns*) => :property"
  [call ns]
  (when (symbol? (first call))
    (some-> (var-of ns (first call)) symbol name-takers)))

;; --- types ------------------------------------------------------------------------------

(defn bean-type
  "The class of the bean of a name, or nil.

  (bean-type \"orderService\") => dev.replboot.sample.order.OrderService"
  ^Class [bean]
  (.beanType (names) (str bean)))

(defn- tagged [ns tag]
  (cond
    (class? tag) tag
    (symbol? tag) (class-of ns tag)))

(defn- constructed [ns [head type]]
  (if (= 'new head)
    (when (symbol? type) (class-of ns type))
    (when (str/ends-with? (name head) ".")
      (class-of ns (symbol (str/replace (str head) #"\.$" ""))))))

(defn- type-of-call [ns [head arg :as call]]
  (when (symbol? head)
    (if (= :bean (wanted call ns))
      (let [named (or (quoted arg) arg)]
        (if (and (symbol? arg) (class-of ns arg))
          (class-of ns arg)
          (when (or (ident? named) (string? named)) (bean-type (name named)))))
      (or (constructed ns call)
          (when-let [v (var-of ns head)] (tagged ns (:tag (meta v))))))))

(defn type-of
  "The class of what a form would give, as far as that can be told without evaluating it.

  (type-of *ns* '(bean 'orderService)) => dev.replboot.sample.order.OrderService"
  ^Class [ns form]
  (or (tagged ns (:tag (meta form)))
      (cond
        (string? form) String
        (symbol? form) (when-let [v (var-of ns form)]
                         (or (tagged ns (:tag (meta v)))
                             (when (bound? v) (class @v))))
        (seq? form) (type-of-call ns form))))
