// Receives baotin's webhooks with nothing but Go's standard library.
//
//	BAOTIN_SECRET=whsec_… go run receiver.go [PORT]
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

type event struct {
	Type string
	Data struct {
		Test     bool
		Article  *struct{ Title string }
		Incident *struct{ Detail string }
	}
}

// verified tells whether one of the signatures is ours and was made within five minutes.
func verified(key []byte, header http.Header, body []byte) bool {
	id, sent := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(sent, 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > 5*time.Minute {
		return false
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, sent, body)
	want := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	for _, one := range strings.Fields(header.Get("webhook-signature")) {
		if hmac.Equal([]byte(one), want) {
			return true
		}
	}
	return false
}

func main() {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(os.Getenv("BAOTIN_SECRET"), "whsec_"))
	if err != nil {
		log.Fatal(err)
	}
	var seen sync.Map // in earnest: a table, kept for at least three days
	receive := func(response http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil || !verified(key, request.Header, body) {
			http.Error(response, "not signed by us", http.StatusBadRequest)
			return
		}
		response.WriteHeader(http.StatusNoContent) // first answer, then work on it
		if _, again := seen.LoadOrStore(request.Header.Get("webhook-id"), true); again {
			return
		}
		var got event
		if err := json.Unmarshal(body, &got); err != nil {
			log.Print(err)
		} else if got.Data.Test {
			fmt.Println("test", got.Type)
		} else if got.Data.Article != nil {
			fmt.Println(got.Type, got.Data.Article.Title)
		} else {
			fmt.Println(got.Type, got.Data.Incident.Detail)
		}
	}
	port := "8080"
	if len(os.Args) > 1 {
		port = os.Args[1]
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, http.HandlerFunc(receive)))
}
