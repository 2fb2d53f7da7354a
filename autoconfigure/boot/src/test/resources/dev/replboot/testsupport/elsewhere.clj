(ns dev.replboot.testsupport.elsewhere)
