;; Weaves the Clojure on the class path, so that opening a REPL needn't.

(require '[clojure.java.io :as io])
(import '(dev.replboot.runtime.weave WovenAtBuild)
        '(java.util TreeMap)
        '(java.util.jar JarFile))

(defn- jar-with [url]
  (.. ^java.net.JarURLConnection (.openConnection url) getJarFile getName))

(def ^:private originals (TreeMap.))

(doseq [probe ["clojure/core__init.class" "clojure/spec/alpha__init.class"]]
  (with-open [jar (JarFile. ^String (jar-with (io/resource probe)))]
    (doseq [entry (enumeration-seq (.entries jar))
            :let [[_ class] (re-matches #"(clojure/.*)\.class" (str entry))]
            :when class]
      (.put originals class (with-open [in (.getInputStream jar entry)] (.readAllBytes in))))))

(with-open [out (io/output-stream (io/file (System/getProperty "woven.classes")
                                           "dev/replboot/runtime/weave/clojure.deltas"))]
  (WovenAtBuild/write originals out))
