# What every target of ours is compiled with.
add_library(baotin_flags INTERFACE)
target_compile_options(baotin_flags INTERFACE -Wall -Wextra -Werror -Wnon-virtual-dtor)
# GCC 12 at -O2 takes Asio's own pair of coroutine frame new and delete for a mismatch.
target_compile_options(baotin_flags INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local> $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>
    # GCC 12 warns of std::string's and std::optional's own code once they are precompiled.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread>
    # Clang (for fuzzing alone) sees what libstdc++ 12 itself still uses, in stable_sort.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
target_compile_definitions(baotin_flags INTERFACE
    BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_REGEX BAOTIN_VERSION="${PROJECT_VERSION}")
target_include_directories(baotin_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_link_libraries(baotin_flags INTERFACE Threads::Threads)

# baotin_room(NAME SOURCES a.cpp … LINK rooms-and-libraries… PRECOMPILE sets…): one static library `room_NAME`.
function(baotin_room NAME)
    cmake_parse_arguments(ROOM "" "" "SOURCES;LINK;PRECOMPILE" ${ARGN})
    add_library(room_${NAME} STATIC ${ROOM_SOURCES})
    target_link_libraries(room_${NAME} PUBLIC baotin_flags ${ROOM_LINK})
    baotin_precompile(room_${NAME} ${ROOM_PRECOMPILE})
endfunction()

# baotin_test_code(TARGET): what only tests run. It is compiled for quick building: the rooms it tests are optimised.
function(baotin_test_code TARGET)
    target_compile_options(${TARGET} PRIVATE -O0)
    baotin_precompile(${TARGET} ${ARGN})
endfunction()

# baotin_test(NAME [SENDS] SOURCES a.cpp … LINK libraries… PRECOMPILE sets…): one GoogleTest program `NAME_test`, one CTest
# entry a test case. SENDS: webhooks that its lab receives are kept, for tests/contract to judge when all have run.
function(baotin_test NAME)
    cmake_parse_arguments(TEST "SENDS" "" "SOURCES;LINK;PRECOMPILE" ${ARGN})
    add_executable(${NAME}_test ${TEST_SOURCES})
    target_link_libraries(${NAME}_test PRIVATE baotin_flags GTest::gmock GTest::gtest_main ${TEST_LINK})
    baotin_test_code(${NAME}_test gmock ${TEST_PRECOMPILE})
    target_compile_definitions(${NAME}_test PRIVATE BAOTIN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    if(TEST_SENDS)
        set(sends FIXTURES_REQUIRED sent_bodies ENVIRONMENT BAOTIN_SENT=${PROJECT_BINARY_DIR}/sent)
    endif()
    gtest_discover_tests(${NAME}_test TEST_PREFIX ${NAME}. DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
        PROPERTIES TIMEOUT 300 ${sends})
endfunction()
