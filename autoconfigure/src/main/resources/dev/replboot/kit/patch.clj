(ns dev.replboot.kit.patch
  "Methods of the application's Java classes, changed for a while."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitHost KitParts)
           (dev.replboot.kit.patch PatchBody PatchBody$Proceed Patches PatchView VarChange VarChange$Calls Watch Watch$Call)
           (dev.replboot.text VisibleText)
           (java.time Duration)
           (java.util.function BiPredicate Function)
           (org.springframework.boot.convert DurationStyle)))

(defn- host ^Patches []
  (.host ^KitParts dev.replboot.host/parts "patch"))

(defn- shown [^PatchView patch]
  (convert/data (.properties patch)))

(defn- target-class [target]
  (if (or (string? target) (symbol? target))
    (Class/forName (str target) false (.getContextClassLoader (Thread/currentThread)))
    target))

(defn patch!
  "Has a function run in place of a method: it is called with the object, nil for a static method,
  the arguments as a vector, and a function that calls the original, with the same arguments or
  others. The class is given by itself, by its name, or by an object of it, a bean for example; of
  several methods of the name the one is meant whose parameters are given, \"price(String, int)\".
  What the function gives is coerced to the declared type. The method is put back when the session
  ends, or with :keep \"PT2H\" after that time. When more than :max-errors calls, 3 by default, fail or
  take longer than :budget, the patch is given up; nil is any number. It goes on record, with :reason.

  (patch! (bean 'pricingRule) \"lineTotal\" (fn [this args proceed] (proceed)) {:reason \"INC-42\"})
  => {:id \"p1\", :class \"dev.replboot.sample.pricing.PricingRule\", …}
  (:calls (first (patches))) => 0"
  ([target method f] (patch! target method f {}))
  ([target method f options]
   (let [body (reify PatchBody
                (call [_ self arguments proceed]
                  (f self (vec arguments)
                     (fn
                       ([] (.call ^PatchBody$Proceed proceed nil))
                       ([& others] (.call ^PatchBody$Proceed proceed (object-array others)))))))]
     (shown (.patch (host) (target-class target) (convert/text method) body
                    (into {} (map (fn [[k v]] [(convert/text k) v])) options))))))

(defn patches
  "The methods that are patched at the moment, by anybody: since when, by whom, why, until when, and
  how often they were called and failed.

  (patches) => []"
  []
  (mapv shown (.all (host))))

(defn revert-patch!
  "Puts a patched method back, given by :id of (patches). (revert! …) does it too.

  (revert-patch! \"p99\") => nil"
  [id]
  (some-> (.revert (host) (str id)) shown))

(defn revert-all!
  "Puts all patched methods back, whoever patched them. The patches that were in force.

  (revert-all!) => []"
  []
  (mapv shown (.revertAll (host))))

(defn doctor
  "Whether classes can be changed: whether the JVM was started with the agent, one can be attached,
  or what to add.

  (doctor) => {:agent \"attach\", :sentence \"An agent will be attached…\"}"
  []
  (convert/data (.diagnose (host))))

(defn- clipped [x]
  (let [text (binding [*print-length* 20 *print-level* 4] (pr-str x))]
    (VisibleText/line (if (< 300 (count text)) (str (subs text 0 300) "…") text))))

(defn- duration ^Duration [text most what]
  (let [asked (DurationStyle/detectAndParse (str text))]
    (when (pos? (.compareTo asked ^Duration most))
      (throw (IllegalArgumentException. (str what " is at most " most))))
    asked))

(defn- at-most [n most what]
  (when-not (<= 1 (long n) (long most))
    (throw (IllegalArgumentException. (str what " is from 1 to " most))))
  (int n))

(defn- watching
  "Calls step with the watch and the time that is left until it gives something falsy or the time is over."
  [target method {:keys [for rate when] :or {for "30s" rate 10}} step]
  (let [test (clojure.core/when when
               (reify BiPredicate
                 (test [_ this arguments] (boolean (when {:this this :args (vec arguments)})))))
        watch (Watch. (at-most rate 100 ":rate") test)
        end (+ (System/nanoTime) (.toNanos (duration for (Duration/ofMinutes 10) ":for")))]
    ;; its end is in Java's hands, because a stopped evaluation gets no further in Clojure's
    (.watching (host) (target-class target) (convert/text method) watch
               (reify Function
                 (apply [_ view]
                   (loop []
                     (let [left (- end (System/nanoTime))]
                       (clojure.core/when (and (pos? left) (step watch (Duration/ofNanos left) view))
                         (recur))))
                   {:calls (.seen watch) :dropped (.dropped watch)})))))

(defn- print-call [^Watch$Call call]
  (println (str (clipped (vec (.arguments call))) " => "
                (if-let [thrown (.thrown call)] (str "threw " (clipped (str thrown))) (clipped (.result call)))
                "  " (String/format java.util.Locale/ROOT "%.3f ms" (object-array [(/ (.nanos call) 1e6)]))
                "  [" (VisibleText/line (.thread call)) "]  from " (first (.callers call)))))

(defn watch
  "Prints what a method is called with and what it gives or throws, how long it took, on which thread and
  for whom, as it happens: at most :limit calls, 10 by default and up to 1000, for :for \"30s\", up to ten
  minutes, and :rate 10 calls a second; what is more is counted. :when takes only the calls for which it is
  true, of {:this … :args […]}; it runs on the application's threads. An interrupt ends it. What is
  watched can't be patched meanwhile.

  (watch (bean 'pricingRule) \"lineTotal\" {:limit 3 :for \"1s\"}) => {:calls 0, :dropped 0}"
  ([target method] (watch target method {}))
  ([target method options]
   (let [left (atom (at-most (:limit options 10) 1000 ":limit"))]
     (watching target method options
               (fn [^Watch watch patience _]
                 (when-let [call (.next watch patience)]
                   (print-call call)
                   (pos? (swap! left dec))))))))

(defn callers
  "Who calls a method: the stacks of at most :limit calls, 100 by default, within :for \"30s\", counted, the
  most frequent first. (stack target method) does it too.

  (callers (bean 'pricingRule) \"lineTotal\" {:for \"1s\"}) => []"
  ([target method] (callers target method {}))
  ([target method options]
   (let [left (atom (at-most (:limit options 100) 1000 ":limit"))
         found (atom {})]
     (watching target method (merge {:rate 100} options)
               (fn [^Watch watch patience _]
                 (when-let [call (.next watch patience)]
                   (swap! found update (vec (.callers ^Watch$Call call)) (fnil inc 0))
                   (pos? (swap! left dec)))))
     (mapv (fn [[stack calls]] {:calls calls :stack stack}) (sort-by (comp - val) @found)))))

(defn- below
  "The frames of a thread below the method, the nearest first, or nil if it isn't in it."
  [^Thread thread ^String type ^String method]
  (let [frames (vec (.getStackTrace thread))
        here? (fn [^StackTraceElement frame] (and (= type (.getClassName frame)) (= method (.getMethodName frame))))
        index (first (keep-indexed (fn [i frame] (when (here? frame) i)) frames))]
    (when index
      (->> (subvec frames 0 index)
           reverse
           (map (fn [^StackTraceElement frame] (str (.getClassName frame) "." (.getMethodName frame))))
           (remove (fn [^String name] (re-find #"^(dev\.replboot\.kit\.patch\.(Dispatch|PatchedMethod|Watch)[.$]|java\.lang\.invoke\.)" name)))
           (take 40)))))

(defn- print-tree [node total depth]
  (doseq [[name child] (sort-by (comp - :samples val) (:children node))
          :when (<= 0.02 (/ (:samples child) (double total)))]
    (println (str (String/format java.util.Locale/ROOT "%5.1f %%  " (object-array [(* 100.0 (/ (:samples child) (double total)))]))
                  (apply str (repeat depth "  ")) name))
    (print-tree child total (inc depth))))

(defn time-tree
  "Prints where the time goes below a method: looks every 10 ms at the threads that are in it, for :for
  \"10s\", up to ten minutes, and shows what they do, with its share; what has less than 2 % is left out.

  (time-tree (bean 'pricingRule) \"lineTotal\" {:for \"1s\"}) => {:samples 0, :calls 0}"
  ([target method] (time-tree target method {}))
  ([target method options]
   (let [root (atom {:samples 0})
         name (first (.split ^String (convert/text method) "\\("))
         counted (watching target method (merge {:for "10s" :rate 1} options)
                           (fn [^Watch watch _ ^PatchView view]
                             (doseq [thread (.inside watch)
                                     :let [frames (below thread (.type view) name)]
                                     :when frames]
                               (swap! root
                                      (fn [tree]
                                        (reduce (fn [tree n]
                                                  (update-in tree (conj (vec (mapcat (fn [frame] [:children frame]) (take n frames))) :samples)
                                                             (fnil inc 0)))
                                                tree (range (inc (count frames)))))))
                             (Thread/sleep 10)
                             true))]
     (print-tree @root (max 1 (:samples @root)) 0)
     {:samples (:samples @root) :calls (:calls counted)})))

(defn patch-var!
  "Has a function run in place of the one that a var of the application's own Clojure has, with
  repl.runtime=shared: it is called with the var's function and then the arguments. Ends, counts and is given
  up like a patch of a method, with the same options, and stands in (patches).

  (try (patch-var! #'clojure.core/inc (fn [original & args] (apply original args)))
       (catch IllegalStateException e (ex-message e))) => \"This REPL has a Clojure of its own, …\""
  ([v f] (patch-var! v f {}))
  ([v f options]
   (when-not (= "shared" (.env ^KitHost dev.replboot.host/kit "repl.runtime"))
     (throw (IllegalStateException. "This REPL has a Clojure of its own, whose vars the application never sees. Set repl.runtime=shared to patch the application's.")))
   (when-not (and (var? v) (ifn? (var-get v)))
     (throw (IllegalArgumentException. "Give a var that has a function, such as #'my.ns/f.")))
   (let [original (.getRawRoot ^clojure.lang.Var v)
         wrapper (atom nil)
         change (reify VarChange
                  (apply [_ calls]
                    (reset! wrapper (fn [& args]
                                      (.call ^VarChange$Calls calls
                                             #(clojure.core/apply f original args)
                                             #(clojure.core/apply original args))))
                    (alter-var-root v (constantly @wrapper)))
                  (undo [_]
                    (alter-var-root v (fn [now] (if (identical? now @wrapper) original now)))))]
     (shown (.patchVar (host) (str (.-ns ^clojure.lang.Var v)) (str (.-sym ^clojure.lang.Var v)) change
                       (into {} (map (fn [[k v]] [(convert/text k) v])) options))))))
