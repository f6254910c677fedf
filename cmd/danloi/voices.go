package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"danloi/bot"
	"danloi/bot/dispatch"
	"danloi/locales"
	"danloi/store"
)

// readVoices takes the approved recordings of a store into use.
func (k *knowledge) readVoices(ctx context.Context, s *store.Store) error {
	k.renewing.Lock() // the last to read is the last to set
	defer k.renewing.Unlock()
	v, err := dispatch.VoicesInUse(ctx, s)
	if err != nil {
		return err
	}
	k.voices.Store(v)
	return nil
}

// voicesChanged is readVoices for a dispatcher.
func (s *server) voicesChanged() {
	if err := s.k.readVoices(context.Background(), s.store); err != nil {
		s.log.Error("approved recordings could not be read", "err", err)
	}
}

// asset returns a file of the library, or a recording that is not in it yet.
func (s *server) asset(path string) ([]byte, string, error) {
	if strings.HasPrefix(path, bot.CaseMedia) {
		return absent(dispatch.CaseFile(context.Background(), s.store, "", path))
	}
	if !strings.HasPrefix(path, "voices/") {
		return s.k.asset(path)
	}
	return absent(dispatch.Sound(context.Background(), s.store, path))
}

// absent says of what is not in the store that the file does not exist, as channels expect it.
func absent(data []byte, mediaType string, err error) ([]byte, string, error) {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrForgotten) {
		err = fmt.Errorf("file of the store: %w", fs.ErrNotExist)
	}
	return data, mediaType, err
}

// voicesCmd brings recordings into the library.
type voicesCmd struct {
	Export voicesExportCmd `cmd:"" help:"Write the approved recordings as files of the library, with a table of where they come from."`
}

type voicesExportCmd struct {
	place
	Out string `help:"Folder of guides and modules, or any other." required:"" type:"path"`
}

// voiceFile is an approved recording on its way out.
type voiceFile struct {
	Voice       bot.Recording `json:"voice"`
	Where       string        `json:"where"`        // commune, in words
	JudgedWhere string        `json:"judged_where"` // commune, in words
	Sound       []byte        `json:"sound"`
}

// exportable returns the approved recordings whose sentence still stands in the library.
func exportable(ctx context.Context, s *store.Store, k *knowledge) ([]voiceFile, error) {
	voices, err := dispatch.VoicesInUse(ctx, s)
	if err != nil {
		return nil, err
	}
	files := []voiceFile{}
	for _, r := range voices.All() {
		if words, ok := k.bot().Sentence(r.Spoken); !ok || words != r.Sentence {
			continue
		}
		sound, _, err := dispatch.Sound(ctx, s, r.Path())
		if errors.Is(err, store.ErrNotFound) { // forgotten meanwhile
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read recording of %s %s: %w", r.Folder(), r.Step, err)
		}
		files = append(files, voiceFile{Voice: r, Where: k.commune(r.Said.Area), JudgedWhere: k.commune(r.Judged.Area), Sound: sound})
	}
	return files, nil
}

// commune names a commune, empty when there is none.
func (k *knowledge) commune(code string) string {
	a, ok := k.areas.Commune(code)
	if !ok {
		return ""
	}
	return a.Full()
}

func (s *server) controlVoices(w http.ResponseWriter, r *http.Request) {
	files, err := exportable(r.Context(), s.store, s.k)
	if err != nil {
		http.Error(w, "recordings could not be read", http.StatusInternalServerError)
		return
	}
	writeJSON(w, files)
}

// Run writes the files.
func (c *voicesExportCmd) Run(ctx context.Context, std streams) error {
	files, err := c.files(ctx)
	if err != nil {
		return fmt.Errorf("export voices: %w", err)
	}
	rows := make([][]string, 0, len(files))
	for _, f := range files {
		if err := f.write(c.Out); err != nil {
			return fmt.Errorf("export voices: %w", err)
		}
		rows = append(rows, f.row())
	}
	if err := writeOrigins(filepath.Join(c.Out, "voices.csv"), rows); err != nil {
		return fmt.Errorf("export voices: %w", err)
	}
	fmt.Fprintf(std.out, "%d recordings written to %s\n", len(files), c.Out)
	return nil
}

func (c *voicesExportCmd) files(ctx context.Context) (files []voiceFile, err error) {
	if client := dialControl(c.place); client != nil {
		data, err := controlCall(ctx, client, http.MethodGet, "/voices", nil)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, &files); err != nil {
			return nil, fmt.Errorf("read recordings: %w", err)
		}
		return files, nil
	}
	k, err := know(c.place)
	if err != nil {
		return nil, err
	}
	err = storeOf(c.place, func(s *store.Store) (err error) {
		files, err = exportable(ctx, s, k)
		return err
	})
	return files, err
}

// name is where the library looks for the recording.
func (f voiceFile) name() string {
	return path.Join(f.Voice.Folder(), "media", f.Voice.Step+"."+f.Voice.Lang+".ogg")
}

func (f voiceFile) write(folder string) error {
	if !filepath.IsLocal(f.name()) {
		return fmt.Errorf("recording %q: not a name inside the library", f.name())
	}
	name := filepath.Join(folder, filepath.FromSlash(f.name()))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, f.Sound, 0o644)
}

// originColumns are the columns of voices.csv; the file comes first and names the row.
func originColumns() []string {
	return []string{"file", "language", "sentence", "seconds", "spoken_by", "spoken_where", "spoken_at", "approved_by", "approved_where", "approved_at"}
}

func (f voiceFile) row() []string {
	r := f.Voice
	at := func(t time.Time) string { return t.In(locales.Zone).Format(time.RFC3339) }
	return []string{
		f.name(), r.Lang, r.Sentence, fmt.Sprintf("%.1f", r.Length.Seconds()),
		r.Said.Initials, f.Where, at(r.Said.At), r.Judged.Initials, f.JudgedWhere, at(r.Judged.At),
	}
}

// writeOrigins brings the table up to date. Rows of files that are not in the store any more stay: the files do too.
func writeOrigins(file string, rows [][]string) error {
	all, err := readOrigins(file)
	if err != nil {
		return err
	}
	for _, r := range rows {
		all[r[0]] = r
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	sorted := [][]string{originColumns()}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		sorted = append(sorted, all[name])
	}
	if err := w.WriteAll(sorted); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

// readOrigins returns the rows of a table by file; a missing table has none.
func readOrigins(file string) (map[string][]string, error) {
	all := map[string][]string{}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	if len(rows) > 0 && !slices.Equal(rows[0], originColumns()) {
		return nil, fmt.Errorf("read %s: the columns are not %s", file, strings.Join(originColumns(), ", "))
	}
	for _, r := range rows[min(1, len(rows)):] {
		all[r[0]] = r
	}
	return all, nil
}
