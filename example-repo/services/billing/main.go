package main

import "fmt"

func main() {
	fmt.Println(total([]int{1999, 501}))
}

// total adds prices in cents.
func total(prices []int) int {
	sum := 0
	for _, price := range prices {
		sum += price
	}
	return sum
}
