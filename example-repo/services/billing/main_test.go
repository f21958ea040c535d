package main

import "testing"

func TestTotal(t *testing.T) {
	if got := total([]int{1, 2, 3}); got != 6 {
		t.Fatalf("total is %d, not 6", got)
	}
}
