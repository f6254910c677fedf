// Package open311 speaks Open311 GeoReport v2: it reads requests and writes answers in JSON and XML, with the error
// codes of the specification (wiki.open311.org/GeoReport_v2). What there is to tell comes from a Source; the package
// itself keeps nothing. A Handler is safe for concurrent use if its Source is.
package open311

import (
	"context"
	"encoding/xml"
	"time"
)

// Service is one type of request that may be filed.
type Service struct {
	XMLName     xml.Name `json:"-" xml:"service"`
	Code        string   `json:"service_code" xml:"service_code"`
	Name        string   `json:"service_name" xml:"service_name"`
	Description string   `json:"description" xml:"description"`
	Metadata    bool     `json:"metadata" xml:"metadata"` // there is a Definition
	Type        string   `json:"type" xml:"type"`         // always realtime
	Keywords    string   `json:"keywords" xml:"keywords"` // separated by commas
	Group       string   `json:"group" xml:"group"`
}

// Definition says which attributes a request of a service may carry.
type Definition struct {
	XMLName    xml.Name    `json:"-" xml:"service_definition"`
	Code       string      `json:"service_code" xml:"service_code"`
	Attributes []Attribute `json:"attributes" xml:"attributes>attribute"`
}

// Attribute is one field of a Definition.
type Attribute struct {
	Variable            bool    `json:"variable" xml:"variable"`
	Code                string  `json:"code" xml:"code"`
	Datatype            string  `json:"datatype" xml:"datatype"` // string, number, datetime, text, singlevaluelist, multivaluelist
	Required            bool    `json:"required" xml:"required"`
	DatatypeDescription string  `json:"datatype_description" xml:"datatype_description"`
	Order               int     `json:"order" xml:"order"`
	Description         string  `json:"description" xml:"description"`
	Values              []Value `json:"values,omitempty" xml:"values>value,omitempty"`
}

// Value is one choice of an Attribute.
type Value struct {
	Key  string `json:"key" xml:"key"`
	Name string `json:"name" xml:"name"`
}

// Request is one published request.
type Request struct {
	XMLName   xml.Name   `json:"-" xml:"request"`
	ID        string     `json:"service_request_id" xml:"service_request_id"`
	Status    string     `json:"status" xml:"status"` // open or closed
	Notes     string     `json:"status_notes" xml:"status_notes"`
	Name      string     `json:"service_name" xml:"service_name"`
	Code      string     `json:"service_code" xml:"service_code"`
	Words     string     `json:"description" xml:"description"`
	Agency    string     `json:"agency_responsible" xml:"agency_responsible"`
	Notice    string     `json:"service_notice" xml:"service_notice"`
	Requested time.Time  `json:"requested_datetime" xml:"requested_datetime"`
	Updated   time.Time  `json:"updated_datetime" xml:"updated_datetime"`
	Expected  *time.Time `json:"expected_datetime" xml:"expected_datetime,omitempty"`
	Address   string     `json:"address" xml:"address"`
	AddressID string     `json:"address_id" xml:"address_id"`
	Zip       string     `json:"zipcode" xml:"zipcode"`
	Lat       *float64   `json:"lat" xml:"lat,omitempty"`
	Long      *float64   `json:"long" xml:"long,omitempty"`
	Media     string     `json:"media_url" xml:"media_url"`
}

// The statuses of a Request.
const (
	Open   = "open"
	Closed = "closed"
)

// Filed is the answer to a request that was taken. Reference, PIN and Track are additions to the specification: what the
// citizen needs to follow the case. They are told once, to the holder of the key. ID names the request once it is public.
type Filed struct {
	XMLName   xml.Name `json:"-" xml:"request"`
	ID        string   `json:"service_request_id" xml:"service_request_id"`
	Notice    string   `json:"service_notice" xml:"service_notice"`
	Account   string   `json:"account_id" xml:"account_id"` // always empty
	Reference string   `json:"reference" xml:"reference"`
	PIN       string   `json:"pin" xml:"pin"`
	Track     string   `json:"track_url" xml:"track_url"`

	Token string `json:"-" xml:"-"` // of the token resource, whose address is in the header Location
}

// Token says which request a token stands for.
type Token struct {
	XMLName xml.Name `json:"-" xml:"request"`
	ID      string   `json:"service_request_id" xml:"service_request_id"`
	Token   string   `json:"token" xml:"token"`
}

// Discovery tells programs where the interface is.
type Discovery struct {
	XMLName    xml.Name   `json:"-" xml:"discovery"`
	Changeset  string     `json:"changeset" xml:"changeset"`
	Contact    string     `json:"contact" xml:"contact"`
	KeyService string     `json:"key_service" xml:"key_service"`
	Endpoints  []Endpoint `json:"endpoints" xml:"endpoints>endpoint"`
}

// Endpoint is one version of the interface.
type Endpoint struct {
	Specification string   `json:"specification" xml:"specification"`
	URL           string   `json:"url" xml:"url"`
	Changeset     string   `json:"changeset" xml:"changeset"`
	Type          string   `json:"type" xml:"type"` // production or test
	Formats       []string `json:"formats" xml:"formats>format"`
}

// Query says which published requests are asked for.
type Query struct {
	IDs      []string  // if any, nothing else counts
	Services []string  // empty for all
	From, To time.Time // when they were filed; To is the first moment after
	Open     *bool     // nil for both
	Skip     int
	Limit    int
}

// Filing is a request that somebody hands in.
type Filing struct {
	Service     string
	Words       string
	Lat, Long   *float64
	Address     string
	AddressID   string
	Name, Phone string
	Attributes  map[string]string
	// Again is the key by which the sender recognises a request that is sent once more, or empty.
	Again string
}

// Source is what the interface is a view of. All fields are needed. lang is what the request asked for with lang, or
// empty. Errors are *Problem or faults of the server.
type Source struct {
	Discovery  func(ctx context.Context, lang string) Discovery
	Services   func(ctx context.Context, lang string) []Service
	Definition func(ctx context.Context, lang, code string) (Definition, error)
	Requests   func(ctx context.Context, lang string, q Query) ([]Request, error)
	Token      func(ctx context.Context, token string) (Token, error)
	File       func(ctx context.Context, lang, key string, f Filing) (Filed, error)
	// Allow checks a key before anything else is looked at; "" is no key.
	Allow func(ctx context.Context, lang, key string) error
	// Text words a problem in a language.
	Text func(lang, id string, pairs ...any) string
	// Now is the time from which the last days are counted.
	Now func() time.Time
	// Jurisdiction is the only jurisdiction_id there is.
	Jurisdiction string
	// Failed is told of faults of the server.
	Failed func(ctx context.Context, err error)
}

// Problem is a refusal, worded for whoever wrote the client.
type Problem struct {
	XMLName xml.Name `json:"-" xml:"error"`
	Code    int      `json:"code" xml:"code"` // also the status of the answer
	Text    string   `json:"description" xml:"description"`
}

// Error returns the words.
func (p *Problem) Error() string { return p.Text }
