;; Weaves the kit and the Clojure on the class path, so that opening a REPL needn't.

(require '[clojure.java.io :as io]
         '[clojure.string :as str])
(import '(dev.replboot.runtime.weave WovenAtBuild)
        '(java.nio.file Files)
        '(java.util TreeMap)
        '(java.util.jar JarFile)
        '(org.objectweb.asm ClassReader))

(defn- jar-with [url]
  (.. ^java.net.JarURLConnection (.openConnection url) getJarFile getName))

(def ^:private originals (TreeMap.))

(doseq [probe ["clojure/core__init.class" "clojure/spec/alpha__init.class"]]
  (with-open [jar (JarFile. ^String (jar-with (io/resource probe)))]
    (doseq [entry (enumeration-seq (.entries jar))
            :let [[_ class] (re-matches #"(clojure/.*)\.class" (str entry))]
            :when class]
      (.put originals class (with-open [in (.getInputStream jar entry)] (.readAllBytes in))))))

;; the kit, compiled in the step before
(let [classes (.toPath (io/file (System/getProperty "woven.classes")))]
  (doseq [file (file-seq (io/file (str classes) "dev/replboot"))
          :let [path (str (.relativize classes (.toPath file)))
                [_ class] (re-matches #"(dev/replboot/.*(?:\$.*|__init))\.class" path)]
          :when class
          :let [bytes (Files/readAllBytes (.toPath file))]
          :when (or (str/ends-with? class "__init")
                    (str/starts-with? (.getSuperName (ClassReader. bytes)) "clojure/lang/"))]
    (.put originals class bytes)))

(with-open [out (io/output-stream (io/file (System/getProperty "woven.classes")
                                           "dev/replboot/runtime/weave/woven.deltas"))]
  (WovenAtBuild/write originals out))
