// Command learn writes the model files of package feedback. It is run by go generate in that package's folder, after
// triage.yaml, spellings.yaml, examples.yaml, wordings.yaml or the topics were changed, or how texts are read.
package main

import (
	"fmt"
	"os"

	"danloi/feedback"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func write() error {
	files, err := feedback.Learn()
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
