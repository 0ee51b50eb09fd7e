# What nearly every file of a target includes is read once a target instead of once a file: it halves a clean build.
# Files still include what they use; presets `dev` and `fuzz` build without this and so prove it.
set(BAOTIN_PRECOMPILED_std
    <algorithm> <array> <chrono> <expected> <filesystem> <functional> <map> <memory> <optional> <ranges> <set> <string>
    <string_view> <unordered_map> <vector> <fmt/format.h>)
set(BAOTIN_PRECOMPILED_asio
    <boost/asio/any_io_executor.hpp> <boost/asio/as_tuple.hpp> <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp>
    <boost/asio/detached.hpp> <boost/asio/io_context.hpp> <boost/asio/post.hpp> <boost/asio/steady_timer.hpp>
    <boost/asio/thread_pool.hpp> <boost/asio/use_awaitable.hpp>)
set(BAOTIN_PRECOMPILED_json
    <boost/json/array.hpp> <boost/json/object.hpp> <boost/json/parse.hpp> <boost/json/serialize.hpp>)
set(BAOTIN_PRECOMPILED_gmock <gmock/gmock.h> <gtest/gtest.h>)

# baotin_precompile(TARGET SET…): sets of the above; `std` always.
function(baotin_precompile TARGET)
    foreach(set std ${ARGN})
        target_precompile_headers(${TARGET} PRIVATE ${BAOTIN_PRECOMPILED_${set}})
    endforeach()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${TARGET} PRIVATE -fpch-preprocess) # so that ccache can tell
    endif()
endfunction()
