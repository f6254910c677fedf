// Command danloi is the whole program: the server with its channels and pages, the same conversation in a terminal,
// and the tools of operators and editors. `danloi help` lists the commands.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands is the command line. Every flag can also be given as DANLOI_ and its name in the environment.
type commands struct {
	Serve      serveCmd      `cmd:"" help:"Run everything: channels, web pages, outbox."`
	Chat       chatCmd       `cmd:"" help:"Talk to the bot in this terminal, also with input piped in."`
	Search     searchCmd     `cmd:"" help:"Show what the index answers to a question, with scores."`
	Eval       evalCmd       `cmd:"" help:"Measure the search on a corpus and questions of your own."`
	Route      routeCmd      `cmd:"" help:"Show kind, topic and department that a report would be proposed."`
	Content    contentCmd    `cmd:"" help:"Check and count guides, modules, texts."`
	Catalogue  catalogueCmd  `cmd:"" help:"Import a national catalogue of procedures."`
	Staff      staffCmd      `cmd:"" help:"Accounts of the console."`
	APIKey     apiKeyCmd     `cmd:"" name:"apikey" help:"Keys with which other programs may file cases."`
	Translator translatorCmd `cmd:"" help:"Those who record voices in the chat."`
	Load       loadCmd       `cmd:"" help:"Measure the program with simulated people."`
	Class      classCmd      `cmd:"" help:"Classes that were held without the network."`
	Voices     voicesCmd     `cmd:"" help:"Recordings that were approved in the chat."`
	Mail       mailCmd       `cmd:"" help:"Letters of officers that come in."`
	Backup     backupCmd     `cmd:"" help:"Write a consistent copy of the store, also while the server runs."`
	Restore    restoreCmd    `cmd:"" help:"Put a copy made by backup into an empty data folder."`
	Kit        kitCmd        `cmd:"" help:"Make guides and lessons as plain pages that open from a memory stick."`
	Help       helpCmd       `cmd:"" help:"List the commands."`
}

// place says where things are; every command that opens a data folder has it.
type place struct {
	Data     string `help:"Folder of the store, keys and index." default:"data" env:"DANLOI_DATA" type:"path"`
	KeyFile  string `help:"File with the key that encrypts personal data; made at first start (default: master.key in the data folder)." env:"DANLOI_KEY_FILE" type:"path"`
	Content  string `help:"Folder of guides and modules to use instead of the built-in ones." env:"DANLOI_CONTENT" type:"existingdir"`
	Config   string `help:"Folder whose departments.yaml, wordings.yaml, triage.yaml and holidays.yaml replace the built-in ones." name:"directory" env:"DANLOI_DIRECTORY" type:"existingdir"`
	Province string `help:"Code of the province that is served." default:"19" env:"DANLOI_PROVINCE"`
}

// streams are what a command reads and writes; tests give their own.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// run carries out one command line and returns the exit status.
func run(ctx context.Context, args []string, std streams) int {
	var c commands
	ended := -1
	parser, err := kong.New(&c, kong.Name("danloi"),
		kong.Description("A chat assistant for citizens: guides, lessons, feedback."),
		kong.Writers(std.out, std.err), kong.Exit(func(code int) { ended = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std), kong.UsageOnError())
	if err != nil {
		return failed(std, err)
	}
	if len(args) == 0 {
		args = []string{"help"}
	}
	parsed, err := parser.Parse(args)
	if ended >= 0 {
		return ended
	}
	if err != nil {
		fmt.Fprintf(std.err, "danloi: %v\nhint: danloi help lists the commands, danloi COMMAND -h their flags\n", err)
		return exitUsage
	}
	if err := parsed.Run(parser); err != nil {
		return failed(std, err)
	}
	return exitDone
}

// hinted is an error with a cure.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

// errUsage marks an error as wrong usage rather than a failure.
var errUsage = errors.New("wrong usage")

func failed(std streams, err error) int {
	fmt.Fprintf(std.err, "danloi: %v\n", err)
	var h hinted
	if errors.As(err, &h) {
		fmt.Fprintf(std.err, "hint: %s\n", h.hint)
	}
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	var again later
	if errors.As(err, &again) {
		return exitLater
	}
	return exitFailed
}

// helpCmd lists the commands.
type helpCmd struct{}

// Run prints the list.
func (helpCmd) Run(p *kong.Kong, std streams) error {
	ctx, err := kong.Trace(p, nil)
	if err != nil {
		return err
	}
	return ctx.PrintUsage(false)
}
