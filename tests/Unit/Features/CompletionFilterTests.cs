using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Candidates;
using GptOssDev.Features.Completion.Filters;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>The rules on completions: a text with the cursor as <c>$0</c>, what the model wrote, what is left of it.</summary>
public sealed class CompletionFilterTests
{
    // What texts are made of at random: what any of the rules looks for.
    private static readonly string[] _pieces =
    [
        "\n",
        "\r\n",
        "    ",
        "\t",
        "x",
        "F(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ";",
        "\"",
        "\"\"\"",
        "$\"{",
        "'",
        "\\",
        "//",
        "/*",
        "```",
        "é",
        "\ud83d\ude00",
        "return y;",
        "        G(1);\n",
    ];

    [Fact]
    public void Line_keeps_one_line() => Check("class A { int x = $0\n}", "1;\nint y = 2;", "1;");

    [Fact]
    public void Line_that_begins_with_a_break_keeps_the_line_behind_it() =>
        Check("class A\n{\n    void F() {$0\n    }\n}", "\n        G();\n        H();", "\n        G();");

    [Fact]
    public void Line_takes_the_block_that_it_opens() =>
        Check(
            "class A\n{\n    void F($0\n\n    int x;\n}",
            "int y)\n    {\n        G();\n    }\n\n    void H()",
            "int y)\n    {\n        G();\n    }"
        );

    [Fact]
    public void Line_takes_the_block_below_it() =>
        Check(
            "class A\n{\n    void F()$0\n\n    int x;\n}",
            "\n    {\n        G();\n    }",
            "\n    {\n        G();\n    }"
        );

    [Theory]
    [InlineData("\n    {\n        G();", "\n    {\n        G();\n    }")]
    [InlineData(" {\n        G();", " {\n        G();\n    }")]
    [InlineData(
        "\n    {\n        if (x)\n        {\n            G();\n",
        "\n    {\n        if (x)\n        {\n            G();\n        }\n    }"
    )]
    [InlineData("\n    {\n        G(", "\n    {")]
    public void Block_left_open_is_closed(string written, string expected) =>
        Check("class A\n{\n    void F()$0\n\n    int x;\n}", written, expected);

    [Fact]
    public void Block_that_the_file_closes_is_left_open() =>
        Check("class A\n{\n    void F()$0\n    }\n}", "\n    {\n        G();", "\n    {");

    [Fact]
    public void Line_takes_the_brackets_that_it_opens() =>
        Check(
            "class A\n{\n    int x = $0\n}",
            "F(\n        1,\n        2);\n    int y;",
            "F(\n        1,\n        2);"
        );

    [Fact]
    public void Line_with_a_block_that_was_cut_off_stays_alone() =>
        Check("class A\n{\n    void F($0\n}", "int y)\n    {\n        G(", "int y)", ended: false);

    [Fact]
    public void Line_with_more_behind_the_cursor_takes_no_block() =>
        Check("class A\n{\n    void F($0)\n    {\n    }\n}", "int y\n    {\n    }", "int y");

    [Fact]
    public void Whitespace_typed_already_is_not_written_again() =>
        Check("class A\n{\n    int F() { return $0\n", " x;", "x;");

    [Fact]
    public void Indentation_typed_already_is_not_written_again() =>
        Check("class A\n{\n    void F()\n    {\n        $0\n    }\n}", "        G();", "G();");

    [Fact]
    public void Missing_indentation_is_written() =>
        Check("class A\n{\n    void F()\n    {\n    $0\n    }\n}", "        G();", "    G();");

    [Fact]
    public void Line_breaks_before_a_line_to_fill_are_dropped() =>
        Check("class A\n{\n    void F()\n    {\n        $0\n    }\n}", "\n\n        G();", "G();");

    [Fact]
    public void Block_ends_where_the_indentation_leaves_it() =>
        Check(
            "class A\n{\n    void F()\n    {\n        $0\n    }\n}",
            "        G();\n        H();\n    }\n\n    void I()",
            "G();\n        H();"
        );

    [Fact]
    public void Block_has_a_bound_of_lines_and_ends_with_a_whole_statement() =>
        Check(
            "class A\n{\n    void F()\n    {\n        $0\n    }\n}",
            string.Join('\n', Enumerable.Range(0, 7).Select(i => $"        G({i});"))
                + "\n        H(\n            1,\n            2);",
            "G(0);\n" + string.Join('\n', Enumerable.Range(1, 6).Select(i => $"        G({i});"))
        );

    [Fact]
    public void Block_cut_off_by_tokens_ends_with_a_whole_statement() =>
        Check(
            "class A\n{\n    void F()\n    {\n        $0\n    }\n}",
            "        G();\n        if (x",
            "G();",
            ended: false
        );

    [Fact]
    public void Scope_that_the_file_closes_is_not_closed_again() =>
        Check("class A\n{\n    void F()\n    {\n        $0\n    }\n}", "        }\n    G();", null);

    [Fact]
    public void Scope_that_the_file_leaves_open_may_be_closed() =>
        Check("class A\n{\n    void F() { $0\n}", "G(); }", "G(); }");

    [Fact]
    public void Bracket_of_another_kind_ends_the_text() => Check("class A { int[] x = { $0 }; }", "1, 2 ];", "1, 2 ");

    [Fact]
    public void Brackets_in_strings_do_not_count() =>
        Check("class A\n{\n    string F() => $0\n}", "\"}}\" + ')';", "\"}}\" + ')';");

    [Fact]
    public void Suffix_of_the_line_is_not_written_again() => Check("class A { int x = F($0); }", "1); }", "1");

    [Fact]
    public void Bracket_that_closes_the_texts_own_is_not_the_suffix() =>
        Check("class A { int x = F($0); }", "new B(1)", "new B(1)");

    [Fact]
    public void Bracket_closed_by_the_editor_is_replaced_when_more_follows()
    {
        var (draft, _) = Apply("class A\n{\n    void F()\n    {\n        G($0)\n    }\n}", "1);", ended: true);

        Assert.Equal(("1);", 1), (draft!.Text, draft.Replaces));
    }

    [Fact]
    public void Next_line_of_the_file_is_not_suggested() =>
        Check("class A\n{\n    void F()\n    {\n        $0\n        G(1);\n    }\n}", "        G(1);", null);

    [Fact]
    public void Block_ends_before_the_next_line_of_the_file() =>
        Check(
            "class A\n{\n    void F()\n    {\n        $0\n        G(1);\n    }\n}",
            "        H();\n        G(1);\n        H();",
            "H();"
        );

    [Fact]
    public void Third_equal_line_is_dropped() =>
        Check(
            "class A\n{\n    void F()\n    {\n        G(1);\n        G(1);\n        $0\n    }\n}",
            "        G(1);",
            null
        );

    [Fact]
    public void Line_repeated_in_the_text_is_written_once() =>
        Check(
            "class A\n{\n    void F()\n    {\n        $0\n    }\n}",
            "        G(1);\n        G(1);\n        G(1);",
            "G(1);"
        );

    [Fact]
    public void Code_fence_ends_the_text() => Check("class A { int x = $0", "1;```", "1;");

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\n\n  \n")]
    public void Nothing_but_blanks_is_nothing(string text) => Check("class A { int x = 1; $0\n}", text, null);

    [Fact]
    public void Carriage_returns_are_understood() =>
        Check(
            "class A\r\n{\r\n    void F()\r\n    {\r\n        $0\r\n    }\r\n}",
            "        G();\r\n        H();\r\n    }",
            "G();\n        H();"
        );

    [Fact]
    public void Other_languages_keep_their_brackets() =>
        Check("{ \"a\": $0 }", "[1, 2], \"b\": ]", "[1, 2], \"b\": ]", path: "/r/a.json");

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\n    ")]
    public void Line_break_before_the_rest_of_a_line_ends_nothing(string blanks) =>
        Check("class A { int x = F($0); }\n", blanks + "1", blanks + "1");

    [Fact]
    public void Any_text_is_stopped_and_filtered_at_any_cursor()
    {
        const int Texts = 50_000;
        var random = new Random(11);
        for (var i = 0; i < Texts; i++)
        {
            var marked = AnyText(random) + "$0" + AnyText(random);
            var cursor = MarkedText.Cursor(marked, "/r/a.cs");
            var shape = CompletionShape.At(cursor);
            var stop = new StopPredicate(cursor, shape);
            var written = AnyText(random);
            var end = Enumerable
                .Range(0, written.Length)
                .FirstOrDefault(n => stop.Of(written[..n]) is not null, written.Length);

            var draft = CompletionFilters.Apply(
                new CompletionDraft(written[..end], end == written.Length),
                cursor,
                shape
            );

            if (draft is not null)
            {
                Assert.False(string.IsNullOrWhiteSpace(draft.Text), marked);
                Assert.InRange(draft.Replaces, 0, cursor.LineAfter.Length);
            }
        }
    }

    private static string AnyText(Random random) => string.Concat(random.GetItems(_pieces, random.Next(12)));

    private static void Check(
        string marked,
        string written,
        string? expected,
        bool ended = true,
        string path = "/r/a.cs"
    ) => Assert.Equal(expected, Apply(marked, written, ended, path).Draft?.Text);

    private static (CompletionDraft? Draft, CursorContext Cursor) Apply(
        string marked,
        string written,
        bool ended,
        string path = "/r/a.cs"
    )
    {
        var cursor = MarkedText.Cursor(marked, path);
        return (
            CompletionFilters.Apply(new CompletionDraft(written, ended), cursor, CompletionShape.At(cursor)),
            cursor
        );
    }
}
