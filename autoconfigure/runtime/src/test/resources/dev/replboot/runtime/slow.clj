(ns dev.replboot.runtime.slow)

(when (= "true" (System/getProperty "dev.replboot.slow"))
  (System/setProperty "dev.replboot.slow" "loading")
  (while true))

(def answer 42)
