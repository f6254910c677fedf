package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"danloi/feedback"
	"danloi/store"
	"danloi/web"
)

// staffCmd keeps the accounts of the console.
type staffCmd struct {
	Add     staffAddCmd     `cmd:"" help:"Add an account. The password is read from standard input, or made and printed."`
	List    staffListCmd    `cmd:"" help:"List the accounts."`
	Disable staffDisableCmd `cmd:"" help:"Shut an account out."`
}

// staffChange is what add and disable ask for; it goes through a running server.
type staffChange struct {
	Disable  bool     `json:"disable,omitempty"`
	Login    string   `json:"login"`
	Name     string   `json:"name,omitempty"`
	Role     string   `json:"role,omitempty"`
	Units    []string `json:"units,omitempty"`
	Password string   `json:"password,omitempty"`
}

func (c staffChange) apply(ctx context.Context, s *store.Store, k *knowledge) error {
	if c.Disable {
		return s.Update(ctx, func(tx *store.Tx) error {
			m, err := tx.StaffByLogin(c.Login)
			if err != nil {
				return fmt.Errorf("staff %s: %w", c.Login, err)
			}
			m.Disabled = true
			return tx.PutStaff(m)
		})
	}
	if err := c.check(k); err != nil {
		return err
	}
	hash, err := web.HashPassword(c.Password)
	if err != nil {
		return err
	}
	return s.Update(ctx, func(tx *store.Tx) error {
		return tx.PutStaff(store.Staff{
			ID: ulid.Make().String(), Login: c.Login, Name: c.Name, Role: c.Role, Units: c.Units, PasswordHash: hash, Created: time.Now(),
		})
	})
}

func (c staffChange) check(k *knowledge) error {
	switch {
	case len([]rune(c.Password)) < web.MinPassword:
		return fmt.Errorf("password is shorter than %d characters", web.MinPassword)
	case c.Role != web.RoleOfficer && c.Role != web.RoleCoordinator:
		return fmt.Errorf("role %q: must be %s or %s", c.Role, web.RoleOfficer, web.RoleCoordinator)
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
	Role  string   `help:"officer or coordinator." default:"officer"`
	Unit  []string `help:"Unit whose cases they see; may be given several times."`
}

// Run adds the account.
func (c *staffAddCmd) Run(ctx context.Context, std streams) error {
	password := ""
	if !isTerminal(std.in) {
		in := bufio.NewScanner(std.in)
		in.Scan()
		password = strings.TrimSpace(in.Text())
	}
	made := password == ""
	if made {
		password = newPassword()
	}
	change := staffChange{Login: c.Login, Name: c.Name, Role: c.Role, Units: c.Unit, Password: password}
	if err := change.send(ctx, c.place); err != nil {
		return fmt.Errorf("add staff: %w", err)
	}
	if made {
		fmt.Fprintf(std.out, "password: %s\n", password)
	}
	return nil
}

type staffDisableCmd struct {
	place
	Login string `arg:"" help:"Whom to shut out."`
}

// Run disables the account.
func (c *staffDisableCmd) Run(ctx context.Context) error {
	if err := (staffChange{Disable: true, Login: c.Login}).send(ctx, c.place); err != nil {
		return fmt.Errorf("disable staff: %w", err)
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
	Disabled bool     `json:"disabled,omitempty"`
}

func listStaff(ctx context.Context, s *store.Store) ([]staffLine, error) {
	list := []staffLine{}
	err := s.View(ctx, func(tx *store.Tx) error {
		list = list[:0]
		return tx.EachStaff(func(m store.Staff) error {
			list = append(list, staffLine{Login: m.Login, Name: m.Name, Role: m.Role, Units: m.Units, Disabled: m.Disabled})
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
		state := ""
		if m.Disabled {
			state = "disabled"
		}
		fmt.Fprintf(std.out, "%-16s %-12s %-30s %s %s\n", m.Login, m.Role, m.Name, strings.Join(m.Units, ","), state)
	}
	return nil
}
