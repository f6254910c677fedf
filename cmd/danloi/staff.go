package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"danloi/feedback"
	"danloi/store"
	"danloi/web"
)

// staffCmd keeps the accounts of the console.
type staffCmd struct {
	Add      staffAddCmd      `cmd:"" help:"Add an account. The password is read from standard input, or made and printed."`
	Edit     staffEditCmd     `cmd:"" help:"Change an account: name, role, units, e-mail, head."`
	Password staffPasswordCmd `cmd:"" help:"Give an account a new password: from standard input, or made and printed."`
	List     staffListCmd     `cmd:"" help:"List the accounts."`
	Code     staffCodeCmd     `cmd:"" help:"Make a one-time code that makes a chat the trainer's own."`
	Disable  staffDisableCmd  `cmd:"" help:"Shut an account out."`
	Enable   staffEnableCmd   `cmd:"" help:"Let an account in again."`
}

// staffChange is what the commands ask for; it goes through a running server.
type staffChange struct {
	Do       string    `json:"do"` // one of the staffDo words
	Login    string    `json:"login"`
	Name     *string   `json:"name,omitempty"` // nil: as it was
	Role     *string   `json:"role,omitempty"`
	Units    *[]string `json:"units,omitempty"`
	Email    *string   `json:"email,omitempty"`
	Head     *bool     `json:"head,omitempty"`
	Unbind   bool      `json:"unbind,omitempty"` // the Telegram account
	Password string    `json:"password,omitempty"`
}

// What can be done to an account.
const (
	staffAdd      = "added_staff"
	staffEdit     = "changed_staff"
	staffDisable  = "disabled_staff"
	staffEnable   = "enabled_staff"
	staffPassword = "gave_password"
)

// apply carries the change out and leaves a line in the trail.
func (c staffChange) apply(ctx context.Context, s *store.Store, k *knowledge) error {
	hash := ""
	if c.Do == staffAdd || c.Do == staffPassword {
		if len([]rune(c.Password)) < web.MinPassword {
			return fmt.Errorf("password is shorter than %d characters", web.MinPassword)
		}
		var err error
		if hash, err = web.HashPassword(c.Password); err != nil {
			return err
		}
	}
	return s.Update(ctx, func(tx *store.Tx) error {
		m, err := c.member(tx)
		if err != nil {
			return err
		}
		if m = c.changed(m); hash != "" {
			m.PasswordHash = hash
		}
		if c.Do == staffAdd || c.Do == staffEdit {
			if err := checkStaff(m, k); err != nil {
				return err
			}
		}
		if err := tx.PutStaff(m); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: time.Now(), Who: feedback.BySystem, Did: c.Do, What: m.ID})
	})
}

// member returns the account to change, a new one for add.
func (c staffChange) member(tx *store.Tx) (store.Staff, error) {
	if c.Do == staffAdd {
		return store.Staff{ID: ulid.Make().String(), Login: c.Login, Created: time.Now()}, nil
	}
	m, err := tx.StaffByLogin(c.Login)
	if err != nil {
		return m, fmt.Errorf("staff %s: %w", c.Login, err)
	}
	return m, nil
}

func (c staffChange) changed(m store.Staff) store.Staff {
	set(&m.Name, c.Name)
	set(&m.Role, c.Role)
	set(&m.Units, c.Units)
	set(&m.Email, c.Email)
	set(&m.Head, c.Head)
	if c.Unbind {
		m.Telegram = ""
	}
	switch c.Do {
	case staffDisable:
		m.Disabled = true
	case staffEnable:
		m.Disabled = false
	}
	return m
}

// set gives a field a new value if there is one.
func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

// checkStaff refuses an account that could not work.
func checkStaff(c store.Staff, k *knowledge) error {
	switch {
	case c.Role != web.RoleOfficer && c.Role != web.RoleCoordinator && c.Role != web.RoleTrainer:
		return fmt.Errorf("role %q: must be %s, %s or %s", c.Role, web.RoleOfficer, web.RoleCoordinator, web.RoleTrainer)
	case c.Email != "" && !mailAddress(c.Email):
		return errors.New("e-mail address is not one, such as mai@example.vn")
	case c.Role == web.RoleOfficer && len(c.Units) == 0:
		return errors.New("an officer needs at least one unit, such as so_xay_dung or phong_kinh_te@01840")
	}
	for _, u := range c.Units {
		unit := feedback.Unit(u)
		if !k.directory.HasUnit(unit) {
			return fmt.Errorf("unit %q does not exist", u)
		}
		if code := unit.Commune(); code != "" {
			if a, ok := k.areas.Commune(code); !ok || a.Province != k.place.Province {
				return fmt.Errorf("unit %q: no such commune in this province", u)
			}
		}
	}
	return nil
}

// mailAddress tells whether s is an address and nothing else: no name, no brackets.
func mailAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == ""
}

// send applies the change through a running server, or on the folder itself.
func (c staffChange) send(ctx context.Context, p place) error {
	if client := dialControl(p); client != nil {
		body, err := json.Marshal(c)
		if err != nil {
			return err
		}
		_, err = controlCall(ctx, client, http.MethodPost, "/staff", body)
		return err
	}
	k, err := know(p)
	if err != nil {
		return err
	}
	return storeOf(p, func(s *store.Store) error { return c.apply(ctx, s, k) })
}

type staffAddCmd struct {
	place
	Login string   `arg:"" help:"What they log in with."`
	Name  string   `help:"Name that colleagues see." required:""`
	Role  string   `help:"officer, coordinator or trainer." default:"officer"`
	Unit  []string `help:"Unit whose cases they see; may be given several times."`
	Email string   `help:"Where mail about their cases goes."`
	Head  bool     `help:"Head of their units: hears of what is late."`
}

// Run adds the account.
func (c *staffAddCmd) Run(ctx context.Context, std streams) error {
	password, made := readPassword(std)
	change := staffChange{
		Do: staffAdd, Login: c.Login, Name: &c.Name, Role: &c.Role, Units: &c.Unit, Email: &c.Email, Head: &c.Head, Password: password,
	}
	if err := change.send(ctx, c.place); err != nil {
		return fmt.Errorf("add staff: %w", err)
	}
	tellPassword(std, password, made)
	return nil
}

// readPassword reads a password from standard input; where there is none it makes one.
func readPassword(std streams) (password string, made bool) {
	if !isTerminal(std.in) {
		in := bufio.NewScanner(std.in)
		in.Scan()
		password = strings.TrimSpace(in.Text())
	}
	if password == "" {
		return newPassword(), true
	}
	return password, false
}

func tellPassword(std streams, password string, made bool) {
	if made {
		fmt.Fprintf(std.out, "password: %s\n", password)
	}
}

type staffEditCmd struct {
	place
	Login  string   `arg:"" help:"Whose account."`
	Name   *string  `help:"Name that colleagues see."`
	Role   *string  `help:"officer, coordinator or trainer."`
	Unit   []string `help:"Units whose cases they see, instead of those they had; may be given several times."`
	Email  *string  `help:"Where mail about their cases goes; empty for nowhere."`
	Head   *bool    `help:"Head of their units: hears of what is late (--head=false for no longer)."`
	Unbind bool     `help:"Take their Telegram account away." name:"unbind-telegram"`
}

// Run changes what was given.
func (c *staffEditCmd) Run(ctx context.Context) error {
	change := staffChange{Do: staffEdit, Login: c.Login, Name: c.Name, Role: c.Role, Email: c.Email, Head: c.Head, Unbind: c.Unbind}
	if c.Unit != nil {
		change.Units = &c.Unit
	}
	if err := change.send(ctx, c.place); err != nil {
		return fmt.Errorf("edit staff: %w", err)
	}
	return nil
}

type staffPasswordCmd struct {
	place
	Login string `arg:"" help:"Whose account."`
}

// Run gives the account a new password; their sessions end.
func (c *staffPasswordCmd) Run(ctx context.Context, std streams) error {
	password, made := readPassword(std)
	if err := (staffChange{Do: staffPassword, Login: c.Login, Password: password}).send(ctx, c.place); err != nil {
		return fmt.Errorf("new password: %w", err)
	}
	tellPassword(std, password, made)
	return nil
}

type staffDisableCmd struct {
	place
	Login string `arg:"" help:"Whom to shut out."`
}

// Run disables the account.
func (c *staffDisableCmd) Run(ctx context.Context) error {
	if err := (staffChange{Do: staffDisable, Login: c.Login}).send(ctx, c.place); err != nil {
		return fmt.Errorf("disable staff: %w", err)
	}
	return nil
}

type staffEnableCmd struct {
	place
	Login string `arg:"" help:"Whom to let in again."`
}

// Run enables the account.
func (c *staffEnableCmd) Run(ctx context.Context) error {
	if err := (staffChange{Do: staffEnable, Login: c.Login}).send(ctx, c.place); err != nil {
		return fmt.Errorf("enable staff: %w", err)
	}
	return nil
}

type staffListCmd struct{ place }

// staffLine is one account as it is listed; it holds no secret.
type staffLine struct {
	Login    string   `json:"login"`
	Name     string   `json:"name"`
	Role     string   `json:"role"`
	Units    []string `json:"units,omitempty"`
	Email    string   `json:"email,omitempty"`
	Head     bool     `json:"head,omitempty"`
	Telegram bool     `json:"telegram,omitempty"` // an account is bound
	Disabled bool     `json:"disabled,omitempty"`
}

func listStaff(ctx context.Context, s *store.Store) ([]staffLine, error) {
	list := []staffLine{}
	err := s.View(ctx, func(tx *store.Tx) error {
		list = list[:0]
		return tx.EachStaff(func(m store.Staff) error {
			list = append(list, staffLine{
				Login: m.Login, Name: m.Name, Role: m.Role, Units: m.Units, Email: m.Email, Head: m.Head, Telegram: m.Telegram != "", Disabled: m.Disabled,
			})
			return nil
		})
	})
	return list, err
}

// Run prints the accounts.
func (c *staffListCmd) Run(ctx context.Context, std streams) error {
	var list []staffLine
	var err error
	if client := dialControl(c.place); client != nil {
		var data []byte
		if data, err = controlCall(ctx, client, http.MethodGet, "/staff", nil); err == nil {
			err = json.Unmarshal(data, &list)
		}
	} else {
		err = storeOf(c.place, func(s *store.Store) (err error) {
			list, err = listStaff(ctx, s)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("list staff: %w", err)
	}
	for _, m := range list {
		fmt.Fprintf(std.out, "%-16s %-12s %-30s %s %s\n", m.Login, m.Role, m.Name, strings.Join(m.Units, ","), m.marks())
	}
	return nil
}

// marks are what is special about an account.
func (m staffLine) marks() string {
	var out []string
	if m.Head {
		out = append(out, "head")
	}
	if m.Email != "" {
		out = append(out, m.Email)
	}
	if m.Telegram {
		out = append(out, "telegram")
	}
	if m.Disabled {
		out = append(out, "disabled")
	}
	return strings.Join(out, " ")
}
