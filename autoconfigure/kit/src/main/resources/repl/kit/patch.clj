(ns repl.kit.patch
  "Temporary patches of methods of the application's Java classes."
  (:require [clojure.string :as string]
            [repl.kit.convert :as convert])
  (:import (clojure.lang AFn AFunction MultiFn RestFn)
           (dev.replboot.kit KitHost KitParts)
           (dev.replboot.kit.patch PatchBody PatchBody$Proceed PatchOutput PatchRefusedException Patches PatchView VarChange VarChange$Body VarChange$Calls VarChange$Original)
           (dev.replboot.runtime OwnNamespaces)))

(defn- host ^Patches []
  (.host ^KitParts repl.host/parts "patch"))

(defn- shown [^PatchView patch]
  (convert/data (.properties patch)))

(defn- target-class [target]
  (if (or (string? target) (symbol? target))
    (Class/forName (str target) false (.getContextClassLoader (Thread/currentThread)))
    target))

(defn- declared-arities [f]
  (into #{}
        ; a set of classes is compiled in the order of their identity hashes, another one in each build
        (comp (take-while #(and % (not-any? (partial identical? %) [AFn AFunction RestFn Object])))
              (mapcat #(.getDeclaredMethods ^Class %))
              (filter #(contains? #{"invoke" "invokePrim"} (.getName ^java.lang.reflect.Method %)))
              (map #(.getParameterCount ^java.lang.reflect.Method %)))
        (iterate #(when % (.getSuperclass ^Class %)) (class f))))

(defn- accepts?
  "Whether a function can be called with so many arguments."
  [f n]
  (or (contains? (declared-arities f) n)
      (and (instance? RestFn f) (<= (.getRequiredArity ^RestFn f) n))))

(defn- read-options [options]
  (when-not (or (nil? options) (map? options))
    (throw (PatchRefusedException. "The options are a map, such as {:keep \"2h\"}.")))
  (doseq [option (keys options)]
    (when-not (or (ident? option) (string? option))
      (throw (PatchRefusedException. "The names of the options are keywords, such as :keep."))))
  (into {} (map (fn [[k v]] [(convert/text k) v])) options))

(defn- refuse-function [f]
  (let [f (if (var? f) (var-get f) f)
        wanted "A patch is a function of three arguments: the object, the arguments as a vector, and a function that calls the original. Write (fn [this args proceed] …)."]
    (cond
      (instance? MultiFn f) nil
      (nil? f) (throw (PatchRefusedException. (str "There is no function. " wanted)))
      (not (or (fn? f) (and (ifn? f) (not (coll? f)) (not (ident? f)))))
      (throw (PatchRefusedException. (str "This is no function, but of the type " (.getName (class f)) ". " wanted)))
      (accepts? f 3) nil
      :else (throw (PatchRefusedException.
                    (str "This function takes another number of arguments"
                         (when-let [arities (seq (sort (declared-arities f)))]
                           (str " (" (string/join ", " arities) ")"))
                         ". " wanted))))))

(defn- text-or-refuse ^String [method]
  (if (or (string? method) (ident? method))
    (convert/text method)
    (throw (PatchRefusedException. "Give the method's name, such as \"price\", or its declaration: \"price(String, int)\"."))))

(defn- patch-body [f ^PatchOutput output]
  (reify PatchBody
    (code [_]
      (.getName ^Class (class (if (var? f) (var-get f) f))))
    (call [_ self arguments proceed]
      (let [outside *out*
            writer (.writer output)
            original (fn [others]
                       (binding [*out* outside] (.call ^PatchBody$Proceed proceed others)))]
        (try
          (binding [*out* writer]
            (f self (vec arguments)
               (fn
                 ([] (original nil))
                 ([& others] (original (object-array others))))))
          (finally (.close writer)))))))

(defn patch!
  "Temporarily replaces a method by a function. The function receives the object (nil for a static method),
  the arguments as a vector, and a function that calls the original, with the same arguments or with
  others. Give the class itself, its name, or an object of it, such as a bean. If several methods have the name,
  add the parameter types as in Java: \"price(String, int...)\". The bean of a Spring Data repository means this
  repository alone, with all of its methods and queries. The class behind it requires :all-repositories true.

  The result is converted to the declared type. Vectors, maps, sets and keywords become Java lists, maps, sets
  and strings. Numbers are converted, but never rounded or cut. Output of the function goes to this session.
  The patch ends with the session, or with :keep \"PT2H\" after that time. It is removed when more than
  :max-errors calls (3 by default, nil for any number) fail or take longer than :budget. A call also fails if its
  result does later: a future or Mono that fails, or a request or scheduled task that fails because of the result.
  The call is recorded, with :reason.

  (patch! (bean 'pricingRule) \"lineTotal\" (fn [this args proceed] (proceed)) {:reason \"INC-42\"})
  => {:id \"p1\", :class \"dev.replboot.sample.pricing.PricingRule\", …}
  (:calls (first (patches))) => 0"
  ([target method f] (patch! target method f {}))
  ([target method f options]
   (when (nil? target)
     (throw (PatchRefusedException. "There is nothing to patch. Give a class, its name, or an object of it.")))
   (refuse-function f)
   (let [body (patch-body f (.output (host)))]
     (shown (.patch (host) (target-class target) (text-or-refuse method) body
                    (read-options options))))))

(defn patches
  "Lists the patched methods, of all users: since when, by whom, why, until when, how often they were called
  and failed, and the last failure. :errors counts what the function throws, what takes too long, and what fails later
  because of a result.

  (patches) => []"
  []
  (mapv shown (.all (host))))

(defn revert-patch!
  "Ends a patch of any user, given by the :id of (patches). (revert! …) does the same.

  (revert-patch! \"p99\") => nil"
  [id]
  (some-> (.revert (host) (str id)) shown))

(defn revert-all!
  "Ends all patches and watches, of all users. Returns the patches that were active.

  (revert-all!) => []"
  []
  (mapv shown (.revertAll (host))))

(defn doctor
  "Returns whether classes can be changed: an agent is present, can be attached, or is missing. If it is
  missing, :sentence says what to add.

  (doctor) => {:agent \"attach\", :sentence \"An agent will be attached…\"}"
  []
  (convert/data (.diagnose (host))))

(defn- primitive? [f]
  (some #(.startsWith (.getName ^Class %) "clojure.lang.IFn$") (supers (class f))))

(defn- misfit
  "Why a function can't take the calls of the original, or nil if it can. What a function takes is what its class
  says: metadata may say anything. How an original of any number of arguments is called isn't known, such as one
  that memoize has made, so it is enough if one way is possible."
  [v original f]
  (let [f (if (var? f) (var-get f) f)
        rest? (instance? RestFn original)
        taken (declared-arities original)]
    (when (and (fn? f)
               (not (if rest?
                      (or (instance? RestFn f) (some #(accepts? original (dec (long %))) (declared-arities f)))
                      (every? #(accepts? f (inc (long %))) taken))))
      (str v " takes " (string/join " or " (sort taken))
           (when rest? (str (when (seq taken) " or ") (.getRequiredArity ^RestFn original) " or more"))
           " arguments, and a patch takes the original and then these. Write (fn [original & args] …), or name the arguments."))))

(defn- unpatchable
  "Why a var can't be patched, or nil if it can."
  [v f]
  (let [root (when (var? v) (.getRawRoot ^clojure.lang.Var v))
        place (when (var? v) (str (ns-name (.-ns ^clojure.lang.Var v))))
        sentence
        (cond
          (not (var? v)) "Give a var that has a function, such as #'my.ns/f."
          (.isMacro ^clojure.lang.Var v) "%s is a macro: what it was expanded to has been compiled. Define it again and load what uses it."
          (instance? clojure.lang.MultiFn root) "%s is a multimethod, whose methods would be lost. Define a method of it again, with defmethod."
          (:protocol (meta v)) "%s is a function of a protocol, which callers don't call by its var. Patch what implements it, or extend the protocol again."
          (not (fn? root)) "%s has no function. Give a var that has a function, such as #'my.ns/f; another value is changed by alter-var-root."
          (or (:inline (meta v)) (.startsWith ^String place "clojure.")) "%s is one of Clojure's own or inlined, so callers that are compiled don't call it by its var. Patch the function that calls it."
          (OwnNamespaces/contain place) "%s belongs to the REPL itself. Patch a function of the application."
          (primitive? root) "%s takes or gives primitive numbers, and callers that are compiled rely on that. Define it again, with the same hints."
          (not (or (fn? f) (var? f))) "The patch of %s isn't a function. Give one that takes the original and then the arguments.")]
    (when sentence
      (String/format java.util.Locale/ROOT sentence (object-array [(str v)])))))

(defn patch-var!
  "Temporarily replaces the function of a var of the application's own Clojure code. Requires
  repl.runtime=shared. The new function receives the original function and then the arguments. The options, the
  counters and the end are those of patch!. (patches) lists it, with :overwritten true if the var was defined
  again. Macros, multimethods, protocol functions, Clojure's own functions, and values are refused.

  (try (patch-var! #'clojure.core/inc (fn [original & args] (apply original args)))
       (catch IllegalStateException e (ex-message e))) => \"This REPL has a Clojure of its own, …\""
  ([v f] (patch-var! v f {}))
  ([v f options]
   (when-not (= "shared" (.env ^KitHost repl.host/kit "repl.runtime"))
     (throw (IllegalStateException. "This REPL has a Clojure of its own, whose vars the application never sees. Set repl.runtime=shared to patch the application's.")))
   (when-let [sentence (or (unpatchable v f) (misfit v (.getRawRoot ^clojure.lang.Var v) f))]
     (throw (IllegalArgumentException. ^String sentence)))
   (let [original (.getRawRoot ^clojure.lang.Var v)
         wrapper (atom nil)
         change (reify VarChange
                  (apply [_ calls]
                    (reset! wrapper (fn [& args]
                                      (.call ^VarChange$Calls calls
                                             (reify VarChange$Body
                                               (call [_ passing]
                                                 (clojure.core/apply f (fn [& others] (.call ^VarChange$Original passing (or others ()))) args)))
                                             (reify VarChange$Original
                                               (call [_ others] (clojure.core/apply original (if (some? others) others args)))))))
                    (alter-var-root v (constantly @wrapper)))
                  (isInForce [_]
                    (identical? @wrapper (.getRawRoot ^clojure.lang.Var v)))
                  (undo [_]
                    (alter-var-root v (fn [now] (if (identical? now @wrapper) original now)))))]
     (shown (.patchVar (host) (str (.-ns ^clojure.lang.Var v)) (str (.-sym ^clojure.lang.Var v)) change
                       (read-options options))))))
