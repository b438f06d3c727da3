//! The simulator for a page: a request as JSON in, simulated futures as JSON out.
//!
//! Built for `wasm32-unknown-unknown` it imports nothing, so that a page needs no glue:
//!
//! ```js
//! const { instance } = await WebAssembly.instantiate(bytes, {});
//! const { memory, request, run, reply } = instance.exports;
//! const asked = new TextEncoder().encode(JSON.stringify({ measures: ["organisations.live"], count: 8 }));
//! const at = request(asked.length); // it may move the memory
//! new Uint8Array(memory.buffer, at, asked.length).set(asked);
//! const length = run();
//! const futures = JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, reply(), length)));
//! ```
//!
//! A module is one thread; several workers each have their own, and each asks for other futures.
//! What was asked and answered stays until the next request.
//!
//! That is the plainest of the things that can be asked. A page asks by name (`asked`): workers
//! simulate and hand on whole futures as bytes (`part`), and one of them holds these (`held`) and tells
//! what follows from them (`uptake::page`), with the words and the digits of `uptake run` and `uptake compare`.

mod answer;
mod asked;
mod held;
mod part;

use std::cell::RefCell;

pub use asked::answer;

thread_local! {
    static REQUEST: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static REPLY: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for a request of so many bytes: where it begins.
#[unsafe(no_mangle)]
pub extern "C" fn request(length: usize) -> *mut u8 {
    REQUEST.with_borrow_mut(|request| {
        *request = vec![0; length];
        request.as_mut_ptr()
    })
}

/// Answers the request; gives the length of the reply in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> usize {
    let bytes = REQUEST.with_borrow(|request| answer(request));
    REPLY.with_borrow_mut(|reply| {
        *reply = bytes;
        reply.len()
    })
}

/// Where the reply begins.
#[unsafe(no_mangle)]
pub extern "C" fn reply() -> *const u8 {
    REPLY.with_borrow(|reply| reply.as_ptr())
}
