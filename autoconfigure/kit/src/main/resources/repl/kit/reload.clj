(ns repl.kit.reload
  "What has changed in the folders of sources, and what loading it again would mean."
  (:require [clojure.string :as str])
  (:import (clojure.lang IRecord IType)
           (dev.replboot.kit KitHost)
           (dev.replboot.kit.spring HeapView)
           (java.io File)
           (java.net URL)
           (java.util.regex Pattern)
           (org.springframework.core.io ResourceLoader)))

(def ^:private todo :clojure.tools.namespace.track/load)

(def ^:private filemap :clojure.tools.namespace.file/filemap)

(defn- shared? []
  (= "shared" (.env ^KitHost repl.host/kit "repl.runtime")))

(defn- path-of [lib]
  (-> (name lib) (str/replace "-" "_") (str/replace "." "/")))

(defn- running-source
  "Where the application has a namespace from."
  ^URL [lib]
  (let [loader (.getClassLoader ^ResourceLoader repl.host/context)]
    (some #(.getResource loader (str (path-of lib) %)) [".clj" ".cljc"])))

(defn- running? [lib ^File file]
  (when-let [source (running-source lib)]
    (= (slurp source) (slurp file))))

(defn- begin-with-what-runs
  "Nothing has to be loaded of what the application has loaded itself, from the same text."
  [state]
  (if (shared?)
    (let [dependents (requiring-resolve 'clojure.tools.namespace.dependency/transitive-dependents-set)
          changed (set (for [[file lib] (filemap state) :when (not (running? lib file))] lib))
          needed (filter find-ns (dependents (:clojure.tools.namespace.track/deps state) changed))
          wanted (into changed needed)]
      (update state todo #(filterv wanted %)))
    state))

(defn- root-of [lib]
  (when-let [source (running-source lib)]
    (let [text (str source)]
      (subs text 0 (str/last-index-of text (path-of lib))))))

(defn- parent-of [lib]
  (when-let [root (root-of lib)]
    [root (str/replace (name lib) #"\.[^.]*$" "")]))

(defn- loaded-beside-others
  "Namespaces that the application has loaded from where it has those of the folders from. One of
  another parent may well be from a folder that nobody has named, so it isn't called gone."
  [libs]
  (let [parents (set (keep parent-of libs))]
    (filter #(contains? parents (parent-of %)) (loaded-libs))))

(defn- gone-files [before state]
  (let [libs (set (vals (filemap state)))
        known (if (seq before)
                (vals (filemap before))
                (when (shared?) (loaded-beside-others libs)))]
    (vec (sort (filter find-ns (remove libs known))))))

(defn- types-of [ns]
  (let [prefix (str (munge (str (ns-name ns))) ".")]
    (filter (fn [^Class type]
              (and (.startsWith (.getName type) prefix)
                   (or (.isAssignableFrom IType type) (.isAssignableFrom IRecord type))))
            (vals (ns-imports ns)))))

(defn- implementors [protocol]
  (when-let [^Class interface (:on-interface protocol)]
    (filter #(.isAssignableFrom interface ^Class %) (mapcat types-of (all-ns)))))

(defn- definitions
  "What a namespace defines that instances depend on: the symbol of each type and protocol, and its classes."
  [ns]
  (into (into {} (map (fn [^Class type] [(symbol (.getName type)) [type]])) (types-of ns))
        (for [[sym v] (ns-interns ns)
              :let [value (when (.hasRoot ^clojure.lang.Var v) (.getRawRoot ^clojure.lang.Var v))]
              :when (and (map? value) (:on-interface value))]
          [(symbol (str (ns-name ns)) (str sym)) (implementors value)])))

(defn- instances
  "How many objects each of the classes has, by name; nil where the JVM doesn't tell."
  [classes]
  (when (seq classes)
    (try
      (let [names (map #(Pattern/quote (.getName ^Class %)) classes)
            rows (.histogram (HeapView.) (Pattern/compile (str "^(" (str/join "|" names) ")$")) 1000)]
        (reduce (fn [counts row] (update counts (get row "class") (fnil + 0) (get row "instances"))) {} rows))
      (catch IllegalStateException _ nil))))

(defn- live [libs]
  (let [defined (into {} (for [lib libs :let [ns (find-ns lib)] :when ns] [lib (definitions ns)]))
        counts (instances (distinct (mapcat #(apply concat (vals %)) (vals defined))))]
    (into {}
          (for [[lib what] defined
                :let [found (into (sorted-map)
                                  (for [[sym classes] what
                                        :let [n (reduce + (keep #(get counts (.getName ^Class %)) classes))]
                                        :when (pos? n)]
                                    [sym n]))]
                :when (seq found)]
            [lib found]))))

(defn- mentioned? [^String text sym]
  (let [part "[\\w*+!?<>=./'&%$#-]"]
    (.find (.matcher (Pattern/compile (str "(?<!" part ")" (Pattern/quote (str sym)) "(?!" part ")")) text))))

(defn- gone-vars
  "Vars of a namespace whose names its new text doesn't have."
  [lib text]
  (when-let [ns (find-ns lib)]
    (sort (for [[sym v] (ns-interns ns)
                :when (and (:line (meta v)) (not (re-find #"^(map)?->" (str sym))) (not (mentioned? text sym)))]
            sym))))

(defn plan
  "The state of the folders after the one before, and what loading what has changed would mean."
  [before folders]
  (let [scan (requiring-resolve 'clojure.tools.namespace.dir/scan-dirs)
        state (cond-> (scan before (mapv #(File. ^String %) folders))
                (empty? before) begin-with-what-runs)
        libs (vec (todo state))
        files (into {} (map (juxt val key)) (filemap state))]
    {:state (assoc state todo () :clojure.tools.namespace.track/unload ())
     :load libs
     :live (live libs)
     :vars-gone (into {} (for [lib libs
                               :let [gone (when-let [file (files lib)] (gone-vars lib (slurp file)))]
                               :when (seq gone)]
                           [lib (vec gone)]))
     :files-gone (gone-files before state)}))

(defn shown [plan]
  (into {:load (:load plan)} (filter (comp seq val)) (dissoc plan :state :load)))

(defn- definitions-before [plan]
  (into {} (for [[lib syms] (:vars-gone plan) sym syms :let [v (ns-resolve lib sym)] :when v] [v (meta v)])))

(defn- print-live [plan]
  (doseq [[lib what] (:live plan) [sym n] what]
    (println (str ";; " lib ": " sym " has " n " live "
                  (if (= 1 n) "instance, which stays one" "instances, which stay instances") " of the class as it was."))))

(defn- print-gone [plan before]
  (doseq [[v m] before :when (identical? m (meta v))
          :let [lib (ns-name (.-ns ^clojure.lang.Var v)) sym (.-sym ^clojure.lang.Var v)]]
    (println (str ";; " lib "/" sym " isn't in the source any more and stays defined. (ns-unmap '" lib " '" sym ") removes it.")))
  (doseq [lib (:files-gone plan)]
    (println (str ";; " lib " has no file any more and stays loaded. (remove-ns '" lib ") removes it."))))

(defn perform
  "Loads what is planned, in order. The namespaces."
  [plan]
  (let [before (definitions-before plan)]
    (print-live plan)
    (loop [libs (seq (:load plan)) loaded []]
      (if-let [lib (first libs)]
        (do
          (try
            (require lib :reload)
            (catch Throwable e
              (println "Loaded" loaded "and then failed at" lib)
              (throw e)))
          (recur (next libs) (conj loaded lib)))
        (do
          (print-gone plan before)
          loaded)))))
