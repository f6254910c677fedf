// Package content holds the library a citizen is led by: guides, learning modules and the national
// catalogue of procedures, with their reader and their checker.
//
// A guide or a module is a folder of plain text files, described in docs/writing-content.md. [Load] turns
// a folder tree into a [Library], a value that never changes and may be read from any number of
// goroutines at once. [Check] holds the same tree to the editorial rules and names every fault with its
// file and line. [Embedded] is the library the program was built with.
package content
