(ns repl.kit.watch
  "Methods of the application's Java classes, watched while they are called."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.eval ApplicationFrames)
           (dev.replboot.kit KitParts)
           (dev.replboot.kit.patch PatchFrames PatchOutput Watch WatchedCall Watch$Counts Watches WatchOptions WatchView)
           (dev.replboot.runtime ValueView)
           (dev.replboot.text VisibleText)
           (java.time Duration)
           (java.util Date List Map)
           (java.util.function BiFunction Function)
           (org.springframework.boot.convert DurationStyle)))

(defn- host ^Watches []
  (.host ^KitParts repl.host/parts "watch"))

(defn- target-class [target]
  (cond
    (nil? target) (throw (IllegalArgumentException. "There is nothing to watch. Give a class, its name, or an object of it."))
    (or (string? target) (symbol? target)) (Class/forName (str target) false (.getContextClassLoader (Thread/currentThread)))
    :else target))

(defn- method-text ^String [method]
  (if (or (string? method) (ident? method))
    (convert/text method)
    (throw (IllegalArgumentException. "Give the method's name, such as \"price\", or its declaration: \"price(String, int)\"."))))

(declare data)

(defn- tagged [^ValueView view]
  (let [content (.content view)
        content (if (instance? Map content)
                  (into {} (map (fn [[k v]] [(keyword k) (data v)])) content)
                  (data content))]
    (cond
      (= "symbol" (.tag view)) (symbol content)
      (nil? (.type view)) (tagged-literal (symbol (.tag view)) (if (some? content) content []))
      :else (tagged-literal (symbol (.tag view))
                            (into [(symbol (.type view))] (when (some? content) [content]))))))

(defn- data
  "What the application's thread has noted of a value, as Clojure's data."
  [x]
  (cond
    (instance? ValueView x) (tagged x)
    (instance? List x) (mapv data x)
    (instance? Map x) (into {} (map (fn [[k v]] [(data k) (data v)])) x)
    :else x))

(defn- clipped [x]
  (let [text (binding [*print-length* 20 *print-level* 12] (pr-str x))]
    (VisibleText/line (if (< 300 (count text)) (str (subs text 0 300) "…") text))))

(defn- duration ^Duration [text most what]
  (let [asked (when (or (instance? Duration text) (and (string? text) (re-find #"\D" text)))
                (DurationStyle/detectAndParse (str text)))]
    (when-not (and asked (pos? (.compareTo asked Duration/ZERO)))
      (throw (IllegalArgumentException. (str what " is a time with its unit, such as \"30s\" or \"250ms\""))))
    (when (pos? (.compareTo asked ^Duration most))
      (throw (IllegalArgumentException. (str what " is at most " most))))
    asked))

(defn- at-most [n most what]
  (when-not (and (int? n) (<= 1 (long n) (long most)))
    (throw (IllegalArgumentException. (str what " is from 1 to " most))))
  (int n))

(defn- before-call [^WatchedCall call]
  {:this (.self call) :args (vec (.arguments call))})

(defn- after-call [^WatchedCall call]
  (assoc (before-call call)
         :result (.result call)
         :thrown (.thrown call)
         :ms (/ (.nanos call) 1e6)))

(defn- function [f shown ^PatchOutput output]
  (when f
    (reify Function
      (apply [_ call]
        (with-open [writer (.writer output)]
          (binding [*out* writer]
            (f (shown call))))))))

(defn- filtering [f]
  (when f
    (fn [call] (boolean (f call)))))

(defn- refuse-options [options known]
  (when-not (or (nil? options) (map? options))
    (throw (IllegalArgumentException. "The options are a map, such as {:limit 3}.")))
  (doseq [option [:when :when-after :show-before :show]
          :let [f (get options option)]]
    (when-not (or (nil? f) (ifn? f))
      (throw (IllegalArgumentException. (str option " is a function of a call, such as (fn [{:keys [this args]}] …), and not of the type "
                                             (.getName (class f)) ".")))))
  (when-let [unknown (first (remove (set known) (keys options)))]
    (throw (IllegalArgumentException. (str "There is no option " unknown ". There are " (apply str (interpose ", " known)) ".")))))

(defn- watch-options ^WatchOptions [{:keys [rate budget when when-after show-before show] :or {rate 10 budget "250ms"}} limit values?]
  (let [output (.output (host))]
    (WatchOptions. (int limit)
                   (at-most rate 100 ":rate")
                   (duration budget (Duration/ofSeconds 2) ":budget")
                   (boolean values?)
                   (function (filtering when) before-call output)
                   (function (filtering when-after) after-call output)
                   (function show-before before-call output)
                   (function show after-call output))))

(defn- watching
  "Calls step with the watch and the time that is left until it gives something falsy, the time is over, or
  somebody or something else ends the watch, which is told."
  [target method options limit values? step]
  (let [end (+ (System/nanoTime) (.toNanos (duration (:for options "30s") (Duration/ofMinutes 10) ":for")))]
    ;; its end is in Java's hands, because a stopped evaluation gets no further in Clojure's
    (.watching (host) (target-class target) (method-text method) (watch-options options limit values?)
               (reify BiFunction
                 (apply [_ watch view]
                   (loop []
                     (let [left (- end (System/nanoTime))]
                       (when (and (pos? left) (step watch (Duration/ofNanos left) view))
                         (recur))))
                   (let [ended (.endOf (host) watch view)
                         ^Watch$Counts counts (.close ^Watch watch)]
                     (when ended
                       (println ended))
                     (cond-> {:calls (.calls counts) :dropped (.dropped counts)}
                       ended (assoc :ended ended))))))))

(defn- each-call
  "Waits for the next call and hands it on, until limit of them have come."
  [limit step]
  (let [left (atom limit)]
    (fn [^Watch watch patience _]
      (when-let [call (.next watch patience)]
        (step call)
        (pos? (swap! left dec))))))

(defn- call-data [options ^WatchedCall call]
  (let [thrown (.thrown call)]
    (merge {:at (Date/from (.at call))
            :thread (.thread call)
            :ms (/ (.nanos call) 1e6)
            :from (.from call)}
           (when (:show-before options)
             {:before (data (.shownBefore call))})
           (cond
             (:show options) {:shown (data (.shown call))}
             thrown {:args (data (.shownArguments call)) :thrown (data (.shownResult call))}
             (.isSuspended call) {:args (data (.shownArguments call)) :result :suspended}
             :else {:args (data (.shownArguments call)) :result (data (.shownResult call))}))))

(defn- error-text [thrown]
  (let [[type message] (:form thrown)]
    (if (string? message) (str type ": " message) (if (some? message) (str type " " (pr-str message)) (str type)))))

(defn- print-call [{:keys [ms thread from] :as call}]
  (println (str (when (contains? call :before) (str (clipped (:before call)) " -> "))
                (if (contains? call :shown)
                  (clipped (:shown call))
                  (str (clipped (:args call)) " => "
                       (if-let [thrown (:thrown call)] (str "threw " (clipped (error-text thrown))) (clipped (:result call)))))
                "  " (String/format java.util.Locale/ROOT "%.3f ms" (object-array [ms]))
                "  [" (VisibleText/line thread) "]  from " from)))

(def ^:private watch-keys [:limit :for :rate :budget :when :when-after :show-before :show])

(defn watch
  "Prints the calls of a method as they happen: arguments, result or exception, duration, thread and caller.
  Shows at most :limit calls (10 by default, up to 1000), for :for \"30s\" (up to ten minutes), and :rate 10 calls a second.
  Further calls are counted. Returns the calls as data, too, as :shown. Values are those at the moment of the call.
  No code of the application is called, and nothing is loaded, to show them. The bean of a Spring Data repository
  means this repository alone, with all of its methods and queries.

  Functions choose calls and what to show. Before the call, :when and :show-before receive {:this … :args […]}.
  After the call, :when-after and :show also receive :result, :thrown and :ms. With :when-after, arguments are
  shown as they are after the call. :show replaces arguments and result. These functions run on the application's
  threads, for at most :budget \"250ms\" a call. If one throws or takes longer, the watch ends and says why, and the
  application's call continues. Their output goes to this session. An interrupt ends the watch, and so does any
  user with (revert! \"w1\"). A method can have several watches and a patch at once.

  (watch (bean 'pricingRule) \"lineTotal\" {:limit 3 :for \"1s\"}) => {:calls 0, :dropped 0}
  (watch (bean 'pricingRule) \"lineTotal\" {:for \"1s\" :when-after (fn [{:keys [thrown ms]}] (or thrown (< 100 ms)))
                                          :show (fn [{:keys [args]}] (first args))}) => {:calls 0, :dropped 0}"
  ([target method] (watch target method {}))
  ([target method options]
   (refuse-options options watch-keys)
   (let [shown (atom [])
         limit (at-most (:limit options 10) 1000 ":limit")
         counted (watching target method options limit true
                           (each-call limit
                                      (fn [call]
                                        (let [call (call-data options call)]
                                          (print-call call)
                                          (swap! shown conj call)))))]
     (cond-> counted
       (seq @shown) (assoc :shown @shown)))))

(defn watches
  "Lists the watched methods, of all users: since when, by whom, and how often they were called.

  (watches) => []"
  []
  (mapv (fn [^WatchView view] (convert/data (.properties view))) (.all (host))))

(defn end-watch!
  "Ends a watch, given by the :id of (watches). Its user is notified. (revert! …) does the same.

  (end-watch! \"w99\") => nil"
  [id]
  (some-> (.end (host) (str id)) (.properties) convert/data))

(defn callers
  "Counts the callers of a method. Returns the stacks of at most :limit calls (100 by default) within :for \"30s\", the most
  frequent first, without proxies, reflection and interceptors. :from is the line of the application's own code.
  Takes :when, :when-after and :budget as watch does. (stack target method) does the same.

  (callers (bean 'pricingRule) \"lineTotal\" {:for \"1s\"}) => []"
  ([target method] (callers target method {}))
  ([target method options]
   (refuse-options options [:limit :for :rate :budget :when :when-after])
   (let [found (atom {})
         limit (at-most (:limit options 100) 1000 ":limit")]
     (watching target method (merge {:rate 100} options) limit false
               (each-call limit
                          (fn [^WatchedCall call]
                            (swap! found update [(.from call) (vec (.callers call))] (fnil inc 0)))))
     (mapv (fn [[[from stack] calls]] {:calls calls :from from :stack stack}) (sort-by (comp - val) @found)))))

(defn- below
  "The frames of a thread below the method, the nearest first, without proxies, reflection and interceptors, or
  nil if it isn't in it."
  [^Thread thread ^String type ^String method]
  (let [frames (vec (.getStackTrace thread))
        here? (fn [^StackTraceElement frame] (and (= type (.getClassName frame)) (= method (.getMethodName frame))))
        index (first (keep-indexed (fn [i frame] (when (here? frame) i)) frames))]
    (when index
      (->> (subvec frames 0 index)
           reverse
           ;; what follows is a watch at work, this one or another
           (take-while (fn [^StackTraceElement frame] (not= "dev.replboot.kit.patch.WatchDispatch" (.getClassName frame))))
           (remove (fn [^StackTraceElement frame] (or (ApplicationFrames/isPlumbing (.getClassName frame)) (PatchFrames/isOurs (.getClassName frame)))))
           (map (fn [^StackTraceElement frame] (str (.getClassName frame) "." (.getMethodName frame))))
           (take 40)))))

(defn- print-tree [node total depth]
  (doseq [[name child] (sort-by (comp - :samples val) (:children node))
          :when (<= 0.02 (/ (:samples child) (double total)))]
    (println (str (String/format java.util.Locale/ROOT "%5.1f %%  " (object-array [(* 100.0 (/ (:samples child) (double total)))]))
                  (apply str (repeat depth "  ")) name))
    (print-tree child total (inc depth))))

(defn- sampled [tree frames]
  (reduce (fn [tree n]
            (update-in tree (conj (vec (mapcat (fn [frame] [:children frame]) (take n frames))) :samples) (fnil inc 0)))
          tree (range (inc (count frames)))))

(defn time-tree
  "Prints how the time below a method is distributed. Samples the threads that are in the method every 10 ms,
  for :for \"10s\" (up to ten minutes), and prints the calls with their share. Shares below 2 %, proxies, reflection
  and interceptors are left out. A suspending function of Kotlin that waits is shown as suspended.

  (time-tree (bean 'pricingRule) \"lineTotal\" {:for \"1s\"}) => {:samples 0, :calls 0}"
  ([target method] (time-tree target method {}))
  ([target method options]
   (refuse-options options [:for])
   (let [root (atom {:samples 0})
         counted (watching target method (merge {:for "10s" :rate 100} options) Integer/MAX_VALUE false
                           (fn [^Watch watch _ ^WatchView view]
                             (doseq [thread (.inside watch)
                                     :let [frames (below thread (.runsIn watch) (.name view))]
                                     :when frames]
                               (swap! root sampled frames))
                             (dotimes [_ (.suspended watch)]
                               (swap! root sampled ["suspended"]))
                             (Thread/sleep 10)
                             (not (.isOver watch))))]
     (print-tree @root (max 1 (:samples @root)) 0)
     (merge {:samples (:samples @root) :calls (:calls counted)} (select-keys counted [:ended])))))
