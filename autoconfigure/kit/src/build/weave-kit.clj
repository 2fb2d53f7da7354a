;; Weaves the kit, compiled in the step before, so that opening a REPL needn't.

(require '[clojure.java.io :as io]
         '[clojure.string :as str])
(import '(dev.replboot.runtime.weave WovenAtBuild)
        '(java.nio.file Files)
        '(java.util TreeMap)
        '(org.objectweb.asm ClassReader))

(def ^:private originals (TreeMap.))

(let [classes (.toPath (io/file (System/getProperty "woven.classes")))]
  (doseq [file (file-seq (io/file (str classes) "repl"))
          :let [path (str (.relativize classes (.toPath file)))
                [_ class] (re-matches #"(.*)\.class" path)]
          :when class
          :let [bytes (Files/readAllBytes (.toPath file))]
          ;; methods of other types may be called by the application, which needs their loader
          :when (or (str/ends-with? class "__init")
                    (str/starts-with? (.getSuperName (ClassReader. bytes)) "clojure/lang/"))]
    (.put originals class bytes)))

(let [target (io/file (System/getProperty "woven.classes") "dev/replboot/runtime/weave/kit.deltas")]
  (io/make-parents target)
  (with-open [out (io/output-stream target)]
    (WovenAtBuild/write originals out)))
