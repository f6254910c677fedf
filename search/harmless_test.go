package search_test

import (
	"strings"
	"testing"

	"danloi/search"
)

// foreign are questions in English or with words that are no Vietnamese syllables; none may be taken for something else.
const foreign = `VNeID
VNeID level 2
CT01 form
mẫu CT01
mẫu CT07 ở đâu
69/2026/NĐ-CP
Nghị định 69/2026/NĐ-CP
Thông tư 75/2022/TT-BTC
1.004194
thủ tục 1.004194
VssID app
eTax Mobile
OTP code
QR code
passport renewal
driving license
tax code
NFC không đọc được
passcode VNeID
SIM 5G
TK01
CCCD gắn chip
app VNeID bị lỗi OTP
email và Zalo
dichvucong.gov.vn
how to register temporary residence
what is a temporary residence
where can I renew my ID card
my baby was born yesterday
I lost my phone
is it free
how long does it take
can I do it online
what documents do I need
my landlord refuses to confirm
the website shows an error
who can help me
do I have to go in person
open a shop
a house in the countryside
health insurance for my family
check traffic fines
report a scam
marriage registration
birth registration
death certificate
single status certificate
household business
land use right
building permit
criminal record
unemployment benefit
pension
electric bill
school admission
poor household
lost wallet
power outage
bank account
face scan
feedback about an officer
rate the service
forgot my password
change phone number
track application
pay the fee
notarized copy
electronic copy
level 1 account
level 2 account
ID for children
residence confirmation
overnight guests
absent from home
permanent residence
extract of civil status
passport for a child
integrate driving licence
digital health record
monthly allowance
personal income tax
land tax
invoice
company registration
planning information
transfer land to my son
natural disaster support
ethnic minority policy
traceability of farm products
emergency numbers
complaints
satisfaction survey
post office
translation
foreigner
visa
work permit
hotline
working hours
thank you
hello
good morning
please help
iphone5
windows7 và office2
covid19
bằng lái A1
mẫu TK1-TS
mẫu NA17
QĐ-UB5
biển số 65A1-123.45
hồ sơ HS-K2-2026
gọi 1900 1009
0912 345 678`

func TestForeignWordsAreLeftAlone(t *testing.T) {
	docs := guides(t)
	ix := build(t, docs, search.Options{})
	n := 0
	for q := range strings.Lines(foreign) {
		q = strings.TrimSpace(q)
		n++
		if r := ix.Query(search.Query{Text: q, Lang: "en"}); r.Understood != "" {
			t.Errorf("%q is taken for %q", q, r.Understood)
		}
	}
	if n < 100 {
		t.Errorf("only %d questions", n)
	}
}
