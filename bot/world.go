package bot

import (
	"fmt"
	"maps"
	"time"

	"danloi/content"
	"danloi/feedback"
	"danloi/feedback/area"
	"danloi/locales"
	"danloi/scam"
	"danloi/search"
)

// Bot is what the engine reads: values that do not change while it is used. Replace the whole Bot to change one of
// them. It is safe for concurrent use.
type Bot struct {
	texts     *locales.Catalog
	library   *content.Library
	index     *search.Index
	catalogue *content.Catalogue
	areas     *area.Areas
	directory *feedback.Directory
	signs     *feedback.Signs
	router    *feedback.Router
	calendar  *feedback.Calendar
	province  area.Province
	words     words
	replies   map[string]reply
	checker   *scam.Checker
	screens   map[string]screen
	voices    *Voices // nil when there are none
	links     Links
}

// Config is what a Bot is made of. All fields but Catalogue are needed.
type Config struct {
	Texts     *locales.Catalog
	Library   *content.Library
	Index     *search.Index
	Catalogue *content.Catalogue // nil when none was imported
	Areas     *area.Areas
	Directory *feedback.Directory
	Signs     *feedback.Signs
	Calendar  *feedback.Calendar
	// Province is the code of the province that this deployment serves, such as "19".
	Province string
	// Links are told to trainers; what is empty is not.
	Links Links
}

// New returns a Bot. It fails when the province is not one of the 34.
func New(c Config) (*Bot, error) {
	p, ok := c.Areas.Province(c.Province)
	if !ok {
		return nil, fmt.Errorf("make bot: no province has the code %q", c.Province)
	}
	checker, err := scam.Load(nil)
	if err != nil {
		return nil, fmt.Errorf("make bot: %w", err)
	}
	b := &Bot{
		texts: c.Texts, library: c.Library, index: c.Index, catalogue: c.Catalogue, areas: c.Areas, directory: c.Directory,
		signs: c.Signs, router: feedback.NewRouter(c.Directory), calendar: c.Calendar, province: p, words: readWords(c.Texts), checker: checker, links: c.Links,
		screens: map[string]screen{},
	}
	b.replies = readReplies(c.Texts, b.words)
	for _, flow := range []map[string]screen{
		welcomeScreens(), askScreens(), waitingScreens(), guideScreens(), cardScreens(), stuckScreens(), reportScreens(), areaScreens(),
		topicScreens(), trackScreens(), learnScreens(), settingsScreens(), looseScreens(), realScreens(), boothScreens(), hearingScreens(), secretScreens(),
		classScreens(), teachScreens(), leadScreens(),
		publishScreens(), alikeScreens(), promiseScreens(),
		certificateScreens(), reviseScreens(),
		rehearseScreens(), visitScreens(), followScreens(),
	} {
		maps.Copy(b.screens, flow)
	}
	return b, nil
}

// Rules returns what feedback's actions need to know at an instant.
func (b *Bot) Rules(now time.Time) feedback.World {
	return feedback.World{Now: now, Directory: b.directory, Calendar: b.calendar}
}

// Alike returns the open cases that may be about the same thing as c, best first.
func (b *Bot) Alike(c feedback.Case, open []feedback.Case) []feedback.Match {
	return b.router.Candidates(c, open, maxAlike)
}

// screen is one place a conversation can be at. The address of a screen is its name and its arguments, joined by
// colons.
type screen struct {
	// show says what stands on the screen.
	show func(t *turn, args []string)
	// take is given what the citizen sends while the screen is shown, and tells whether it was an answer. Nil
	// means that nothing typed is an answer here.
	take func(t *turn, args []string) bool
	// act marks a button that does something and then goes elsewhere: it is not a place to come back to.
	act bool
	// yes and no name the button that each stands for when it is typed; empty where the screen asks nothing.
	yes, no string
	// early marks a screen that may be shown before language and consent are settled.
	early bool
}
