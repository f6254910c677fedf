package vi_test

import (
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"danloi/search/vi"
)

// An index in memory with an exact and a folded field, searched without marks.
func Example() {
	exact := bleve.NewTextFieldMapping()
	exact.Analyzer = vi.AnalyzerName
	folded := bleve.NewTextFieldMapping()
	folded.Name = "title_folded"
	folded.Analyzer = vi.FoldedName
	m := bleve.NewIndexMapping()
	m.DefaultMapping.AddFieldMappingsAt("title", exact, folded)

	index, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer index.Close()
	for id, title := range map[string]string{"1": "Đăng ký tạm trú", "2": "Khai báo tạm vắng"} {
		if err := index.Index(id, map[string]string{"title": title}); err != nil {
			fmt.Println(err)
			return
		}
	}
	q := bleve.NewMatchQuery("dang ky tam tru")
	q.SetField("title_folded")
	request := bleve.NewSearchRequest(q)
	request.Highlight = bleve.NewHighlight()
	request.Fields = []string{"title"}
	result, err := index.Search(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Hits[0].Fields["title"])
	fmt.Println(vi.Telex("ddawng"))
	// Output:
	// Đăng ký tạm trú
	// đăng true
}
