using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Candidates;
using GptOssDev.Features.Completion.Filters;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>
/// What becomes of a file with the cursor as <c>$0</c> when a text is written there: whole, and ended as soon as more would be
/// cut off.
/// </summary>
public sealed class CompletionFitTests
{
    [Theory]
    [InlineData(
        "class A { void F() { var names = new List<$0>(); } }",
        "string>();",
        "class A { void F() { var names = new List<string>(); } }"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var names = new List<$0>();\n    }\n}",
        "string>();\n        names.Add(1);",
        "class A {\n    void F() {\n        var names = new List<string>();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var names = new List<$0>\n    }\n}",
        "string>();",
        "class A {\n    void F() {\n        var names = new List<string>();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var names = new Dictionary<$0>\n    }\n}",
        "string, List<int>>();",
        "class A {\n    void F() {\n        var names = new Dictionary<string, List<int>>();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        Foo(new List<$0>)\n    }\n}",
        "string>());",
        "class A {\n    void F() {\n        Foo(new List<string>());\n    }\n}"
    )]
    [InlineData(
        "class A {\n    public string $0 { get; set; } = \"\";\n}",
        " Name { get; set; } = \"\";",
        "class A {\n    public string Name { get; set; } = \"\";\n}"
    )]
    [InlineData(
        "class A {\n    public string $0 { get; set; } = \"\";\n}",
        " Name { get; } = \"\";",
        "class A {\n    public string Name { get; set; } = \"\";\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var one = names.$0();\n    }\n}",
        "First();",
        "class A {\n    void F() {\n        var one = names.First();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var one = names.$0()\n    }\n}",
        "First().Length;",
        "class A {\n    void F() {\n        var one = names.First().Length;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var one = names.$0(1);\n    }\n}",
        "First(2);",
        "class A {\n    void F() {\n        var one = names.First(1);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        F($0, 2);\n    }\n}",
        "1, 2);",
        "class A {\n    void F() {\n        F(1, 2);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        F($0, 2);\n    }\n}",
        "1, 3",
        "class A {\n    void F() {\n        F(1, 3, 2);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        F($0, 2);\n    }\n}",
        "1,",
        "class A {\n    void F() {\n        F(1, 2);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        for ($0)\n    }\n}",
        "int i = 0; i < n; i++)\n        {\n            G(i);\n        }",
        "class A {\n    void F() {\n        for (int i = 0; i < n; i++)\n        {\n            G(i);\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        for ($0; ; )\n    }\n}",
        "int i = 0; i < n; i++)\n        {\n            G(i);\n        }",
        "class A {\n    void F() {\n        for (int i = 0; i < n; i++)\n        {\n            G(i);\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        for ($0; i++)\n    }\n}",
        "int i = 0; i < n",
        "class A {\n    void F() {\n        for (int i = 0; i < n; i++)\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        if ($0) {\n            G();\n        }\n    }\n}",
        "x > 3) {\n            H();\n        }",
        "class A {\n    void F() {\n        if (x > 3) {\n            G();\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        if ($0)\n        {\n            G();\n        }\n    }\n}",
        "x > 3)\n        {\n            H();\n        }",
        "class A {\n    void F() {\n        if (x > 3)\n        {\n            G();\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        foreach (var x in $0)\n    }\n}",
        "names)\n        {\n            G(x);\n        }\n        H();",
        "class A {\n    void F() {\n        foreach (var x in names)\n        {\n            G(x);\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(\"$0\");\n    }\n}",
        "hello\");",
        "class A {\n    void F() {\n        G(\"hello\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(\"$0\")\n    }\n}",
        "hello\", 3);",
        "class A {\n    void F() {\n        G(\"hello\", 3);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G($\"a {$0}\");\n    }\n}",
        "name} b\");",
        "class A {\n    void F() {\n        G($\"a {name} b\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G($\"a {$0}\")\n    }\n}",
        "name} b\", 2);",
        "class A {\n    void F() {\n        G($\"a {name} b\", 2);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(\"a$0 bc\");\n    }\n}",
        "x bc\");",
        "class A {\n    void F() {\n        G(\"ax bc\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = a[$0];\n    }\n}",
        "b[1]];",
        "class A {\n    void F() {\n        var x = a[b[1]];\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = new[] { $0};\n    }\n}",
        "1, 2 };",
        "class A {\n    void F() {\n        var x = new[] { 1, 2 };\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = $0; // note\n    }\n}",
        "1; // note",
        "class A {\n    void F() {\n        var x = 1; // note\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = G($0) // note\n    }\n}",
        "1); // other",
        "class A {\n    void F() {\n        var x = G(1); // note\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var q = G($0)\n        return q;\n    }\n}",
        "names)\n            .Where(n => n > 1)\n            .ToList();\n        return q;",
        "class A {\n    void F() {\n        var q = G(names)\n            .Where(n => n > 1)\n            .ToList();\n        return q;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(F($0)\n    }\n}",
        "F(1));",
        "class A {\n    void F() {\n        G(F(F(1));\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var s = \"$0\"\n    }\n}",
        "\"abc\";",
        "class A {\n    void F() {\n        var s = \"abc\";\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        if ($0) {\n            G();\n        }\n    }\n}",
        "x is { Length: > 3 }) {\n            H();\n        }",
        "class A {\n    void F() {\n        if (x is { Length: > 3 }) {\n            G();\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        if ($0)\n        {\n            G();\n        }\n    }\n}",
        "x is { Length: > 3 }) {\n            H();\n        }",
        "class A {\n    void F() {\n        if (x is { Length: > 3 })\n        {\n            G();\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(x => $0)\n    }\n}",
        "x + 1);\n        H();",
        "class A {\n    void F() {\n        G(x => x + 1);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(x =>$0)\n    }\n}",
        "\n        {\n            H(x);\n        });\n        K();",
        "class A {\n    void F() {\n        G(x =>\n        {\n            H(x);\n        });\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(x => {$0})\n    }\n}",
        " H(x); });\n        K();",
        "class A {\n    void F() {\n        G(x => { H(x); });\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var t = ($0);\n    }\n}",
        "1, 2);",
        "class A {\n    void F() {\n        var t = (1, 2);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        int[] a = [$0];\n    }\n}",
        "1, 2];",
        "class A {\n    void F() {\n        int[] a = [1, 2];\n    }\n}"
    )]
    [InlineData(
        "class A {\n    [Obsolete$0]\n    void F() { }\n}",
        "(\"x\")]",
        "class A {\n    [Obsolete(\"x\")]\n    void F() { }\n}"
    )]
    [InlineData(
        "class A {\n    [$0]\n    void F() { }\n}",
        "Obsolete(\"x\")]",
        "class A {\n    [Obsolete(\"x\")]\n    void F() { }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var c = '$0'\n    }\n}",
        "x';",
        "class A {\n    void F() {\n        var c = 'x';\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var c = @\"$0\"\n    }\n}",
        "a \"\"b\"\" c\";",
        "class A {\n    void F() {\n        var c = @\"a \"\"b\"\" c\";\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var c = $\"{$0}\"\n    }\n}",
        "a:N2}\";",
        "class A {\n    void F() {\n        var c = $\"{a:N2}\";\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var c = $\"{G($0)}\"\n    }\n}",
        "1)} x\";",
        "class A {\n    void F() {\n        var c = $\"{G(1)} x\";\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var c = $\"{d[\"$0\"]}\"\n    }\n}",
        "k\"]} x\";",
        "class A {\n    void F() {\n        var c = $\"{d[\"k\"]} x\";\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var c = \"\"\"$0\"\"\"\n    }\n}",
        "a \"b\" c\"\"\";",
        "class A {\n    void F() {\n        var c = \"\"\"a \"b\" c\"\"\";\n    }\n}"
    )]
    [InlineData("class A {\n    int P { get; } = $0;\n}", "G(1);", "class A {\n    int P { get; } = G(1);\n}")]
    [InlineData(
        "class A {\n    int P { get => $0; }\n}",
        "_p; set => _p = value; }",
        "class A {\n    int P { get => _p; set => _p = value; }\n}"
    )]
    [InlineData("class A {\n    int P { $0}\n}", "get; set; }", "class A {\n    int P { get; set; }\n}")]
    [InlineData("class A {\n    int P { $0 }\n}", "get; set; } = 3;", "class A {\n    int P { get; set; } = 3;\n}")]
    [InlineData(
        "class A {\n    void F() {\n        return$0;\n    }\n}",
        " 1;",
        "class A {\n    void F() {\n        return 1;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        while ($0) G();\n    }\n}",
        "x > 1) G();",
        "class A {\n    void F() {\n        while (x > 1) G();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = y switch { $0}\n    }\n}",
        "1 => 2, _ => 3 };",
        "class A {\n    void F() {\n        var x = y switch { 1 => 2, _ => 3 };\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = y$0 + z;\n    }\n}",
        " * 2 + z;",
        "class A {\n    void F() {\n        var x = y * 2 + z;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = a < $0;\n    }\n}",
        "b && c > d;",
        "class A {\n    void F() {\n        var x = a < b && c > d;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        if (a < $0)\n    }\n}",
        "b && c > d)\n            return;\n        G();",
        "class A {\n    void F() {\n        if (a < b && c > d)\n            return;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    Task<$0> F() => null;\n}",
        "List<int>> F() => null;",
        "class A {\n    Task<List<int>> F() => null;\n}"
    )]
    [InlineData("class A {\n    void F<$0>() { }\n}", "T>() { }", "class A {\n    void F<T>() { }\n}")]
    [InlineData("class A : B<$0>\n{\n}", "string>, C\n{\n}", "class A : B<string>, C\n{\n}")]
    [InlineData(
        "enum E {\n    One,\n    $0,\n    Three,\n}",
        "Two,\n    Three,",
        "enum E {\n    One,\n    Two,\n    Three,\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        list.ForEach($0);\n    }\n}",
        "x =>\n        {\n            G(x);\n        });\n        H();",
        "class A {\n    void F() {\n        list.ForEach(x =>\n        {\n            G(x);\n        });\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        for (int i = 0; i$0)\n    }\n}",
        " < n; i++)\n            G(i);\n        H();",
        "class A {\n    void F() {\n        for (int i = 0; i < n; i++)\n            G(i);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    public int $0{ get; set; }\n}",
        "Name { get; set; }",
        "class A {\n    public int Name { get; set; }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        /* $0*/\n    }\n}",
        "text */\n        G();",
        "class A {\n    void F() {\n        /* text */\n    }\n}"
    )]
    public void What_stands_right_of_the_cursor_is_written_once(string marked, string written, string expected) =>
        Check(marked, written, expected);

    [Theory]
    [InlineData(
        "class A {\n    List<decimal> _p = [];\n    decimal T()\n    {\n        var total = $0\n        return total;\n    }\n}",
        " var total = _p.Sum();",
        "class A {\n    List<decimal> _p = [];\n    decimal T()\n    {\n        var total = _p.Sum();\n        return total;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        Console.Wri$0\n    }\n}",
        "Console.WriteLine(\"hi\");",
        "class A {\n    void F() {\n        Console.WriteLine(\"hi\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        Console.Wri$0\n    }\n}",
        "WriteLine(\"hi\");",
        "class A {\n    void F() {\n        Console.WriteLine(\"hi\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = Console.Rea$0\n    }\n}",
        "Console.ReadLine();",
        "class A {\n    void F() {\n        var x = Console.ReadLine();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        F($0\n    }\n}",
        "F(1));",
        "class A {\n    void F() {\n        F(F(1));\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        F($0\n    }\n}",
        "F(1);",
        "class A {\n    void F() {\n        F(1);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    // The na$0\n    int x;\n}",
        "// The name",
        "class A {\n    // The name\n    int x;\n}"
    )]
    [InlineData(
        "class A {\n    /// $0\n    int x;\n}",
        "/// <summary>A.</summary>",
        "class A {\n    /// <summary>A.</summary>\n    int x;\n}"
    )]
    [InlineData(
        "class A {\n    /*\n     * $0\n     */\n    int x;\n}",
        "* text",
        "class A {\n    /*\n     * text\n     */\n    int x;\n}"
    )]
    [InlineData("class A {\n    #reg$0\n    int x;\n}", "#region Foo", "class A {\n    #region Foo\n    int x;\n}")]
    [InlineData(
        "class A {\n    void F() {\n        var s = \"$0\n    }\n}",
        "\"abc\";",
        "class A {\n    void F() {\n        var s = \"abc\";\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(\"$0\n    }\n}",
        "\");",
        "class A {\n    void F() {\n        G(\"\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(\"a$0\n    }\n}",
        "\"abc\");",
        "class A {\n    void F() {\n        G(\"abc\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G($\"Hello {na$0\n    }\n}",
        "$\"Hello {name}\");",
        "class A {\n    void F() {\n        G($\"Hello {name}\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(@\"$0\n    }\n}",
        "@\"C:\\\\dir\");",
        "class A {\n    void F() {\n        G(@\"C:\\\\dir\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G($\"$0\n    }\n}",
        "$\"{x}\");",
        "class A {\n    void F() {\n        G($\"{x}\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G($\"$0\n    }\n}",
        "\"{x}\");",
        "class A {\n    void F() {\n        G($\"{x}\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var s = \"\"\"$0\n    }\n}",
        "\"\"\"\n            abc\n            \"\"\";",
        "class A {\n    void F() {\n        var s = \"\"\"\n            abc\n            \"\"\";\n    }\n}"
    )]
    [InlineData("class A {\n    [$0\n    void F() { }\n}", "[Fact]", "class A {\n    [Fact]\n    void F() { }\n}")]
    [InlineData(
        "class A {\n    void F() {\n        total += tot$0\n    }\n}",
        "total * 2;",
        "class A {\n    void F() {\n        total += total * 2;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var total = _prices\n            .Where(x => x > 1)\n            .$0\n    }\n}",
        ".Sum();",
        "class A {\n    void F() {\n        var total = _prices\n            .Where(x => x > 1)\n            .Sum();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    public int $0\n}",
        "public int Name { get; set; }",
        "class A {\n    public int Name { get; set; }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        // Note: $0\n    }\n}",
        " // Note: fix",
        "class A {\n    void F() {\n        // Note: fix\n    }\n}"
    )]
    public void What_stands_left_of_the_cursor_is_not_written_again(string marked, string written, string expected) =>
        Check(marked, written, expected);

    [Theory]
    [InlineData(
        "class A {\n    void F() {\n        var q = $0\n        return q;\n    }\n}",
        " names\n            .Where(n => n > 1)\n            .ToList();\n        return q;",
        "class A {\n    void F() {\n        var q = names\n            .Where(n => n > 1)\n            .ToList();\n        return q;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    int F() => $0\n\n    int x;\n}",
        "a\n        ? b\n        : c;\n\n    int x;",
        "class A {\n    int F() => a\n        ? b\n        : c;\n\n    int x;\n}"
    )]
    [InlineData(
        "class A {\n    int F(int a)$0\n\n    int x;\n}",
        "\n        => a;\n    int x;",
        "class A {\n    int F(int a)\n        => a;\n\n    int x;\n}"
    )]
    [InlineData(
        "class A {\n    T F<T>(T a)$0\n\n    int x;\n}",
        "\n        where T : class\n    {\n        return a;\n    }",
        "class A {\n    T F<T>(T a)\n        where T : class\n    {\n        return a;\n    }\n\n    int x;\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var p = new P$0\n    }\n}",
        "\n        {\n            X = 1,\n            Y = 2,\n        };\n        G();",
        "class A {\n    void F() {\n        var p = new P\n        {\n            X = 1,\n            Y = 2,\n        };\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var p = x $0\n    }\n}",
        " switch\n        {\n            1 => 2,\n            _ => 3,\n        };\n        G();",
        "class A {\n    void F() {\n        var p = x switch\n        {\n            1 => 2,\n            _ => 3,\n        };\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        if (x)$0\n    }\n}",
        "\n            return;\n        G();",
        "class A {\n    void F() {\n        if (x)\n            return;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        if (x)$0\n    }\n}",
        "\n        {\n            G();\n        }\n        else\n        {\n            H();\n        }\n        K();",
        "class A {\n    void F() {\n        if (x)\n        {\n            G();\n        }\n        else\n        {\n            H();\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var p = new P\n        {\n            X = $0\n        };\n    }\n}",
        "1,\n            Y = 2,\n        };",
        "class A {\n    void F() {\n        var p = new P\n        {\n            X = 1,\n        };\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(a,$0\n    }\n}",
        " b,\n            c);\n        H();",
        "class A {\n    void F() {\n        G(a, b,\n            c);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var s = \"\"\"$0\n    }\n}",
        "\n            abc\n            \"\"\";\n        G();",
        "class A {\n    void F() {\n        var s = \"\"\"\n            abc\n            \"\"\";\n    }\n}"
    )]
    [InlineData("class A$0\n{\n}", " : B\n{\n    int x;\n}", "class A : B\n{\n}")]
    [InlineData(
        "class A {\n    void F() {\n        var x = from n in names$0\n    }\n}",
        "\n            where n > 1\n            select n;\n        G();",
        "class A {\n    void F() {\n        var x = from n in names\n            where n > 1\n            select n;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = a$0\n    }\n}",
        "\n            ?? b\n            ?? c;\n        G();",
        "class A {\n    void F() {\n        var x = a\n            ?? b\n            ?? c;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = a ||$0\n    }\n}",
        "\n            b;\n        G();",
        "class A {\n    void F() {\n        var x = a ||\n            b;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        try$0\n    }\n}",
        "\n        {\n            G();\n        }\n        catch (E)\n        {\n            H();\n        }\n        finally\n        {\n            K();\n        }\n        G();",
        "class A {\n    void F() {\n        try\n        {\n            G();\n        }\n        catch (E)\n        {\n            H();\n        }\n        finally\n        {\n            K();\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        $0\n    }\n}",
        "        var x = a\n            .B()\n            .C()\n            .D()\n            .E()\n            .G()\n            .H()\n            .I()\n            .J()\n            .K();\n        G();",
        "class A {\n    void F() {\n        var x = a\n            .B()\n            .C()\n            .D()\n            .E()\n            .G()\n            .H()\n            .I()\n            .J()\n            .K();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G($0\n        );\n    }\n}",
        "a,\n            b\n        );\n        H();",
        "class A {\n    void F() {\n        G(a,\n            b\n        );\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var total = _prices\n            .Where(x => x > 1)\n            .$0\n    }\n}",
        "var total = _prices\n            .Where(x => x > 1)\n            .Sum();",
        "class A {\n    void F() {\n        var total = _prices\n            .Where(x => x > 1)\n            .Sum();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        // a$0\n    }\n}",
        " b\n        G();",
        "class A {\n    void F() {\n        // a b\n    }\n}"
    )]
    public void Statement_that_goes_on_in_the_next_line_ends_where_it_ends(
        string marked,
        string written,
        string expected
    ) => Check(marked, written, expected);

    [Theory]
    [InlineData(
        "class A {\n\tint F()\n\t{\n\t\t$0\n\t}\n}",
        "\t\tforeach (var n in q)\n        {\n            s += n;\n        }",
        "class A {\n\tint F()\n\t{\n\t\tforeach (var n in q)\n\t\t{\n\t\t\ts += n;\n\t\t}\n\t}\n}"
    )]
    [InlineData(
        "class A {\n\tint F()\n\t{\n\t\t$0\n\t}\n}",
        "    foreach (var n in q)\n    {\n      s += n;\n    }",
        "class A {\n\tint F()\n\t{\n\t\tforeach (var n in q)\n\t\t{\n\t\t\ts += n;\n\t\t}\n\t}\n}"
    )]
    [InlineData(
        "class A {\n  int F()\n  {\n    $0\n  }\n}",
        "        foreach (var n in q)\n        {\n            s += n;\n        }",
        "class A {\n  int F()\n  {\n    foreach (var n in q)\n    {\n      s += n;\n    }\n  }\n}"
    )]
    [InlineData(
        "class A {\n    int F()\n    {\n        $0\n    }\n}",
        "foreach (var n in q)\n\t\t{\n\t\t\ts += n;\n\t\t}",
        "class A {\n    int F()\n    {\n        foreach (var n in q)\n        {\n            s += n;\n        }\n    }\n}"
    )]
    public void Lines_are_indented_as_the_file_is(string marked, string written, string expected) =>
        Check(marked, written, expected);

    [Theory]
    [InlineData(
        "class A\n{\n#if LEGACY\n    string F(int from, bool old) {\n#else\n    string F(int from) {\n#endif\n        if (from > 0) {\n            return $0\n        }\n        return \"\";\n    }\n}",
        " _names[from]; }",
        "class A\n{\n#if LEGACY\n    string F(int from, bool old) {\n#else\n    string F(int from) {\n#endif\n        if (from > 0) {\n            return _names[from];\n        }\n        return \"\";\n    }\n}"
    )]
    [InlineData(
        "class A\n{\n    void F()\n    {\n        foreach (var n in _names)$0\n#if LEGACY\n        Console.WriteLine(\"old\"); }\n#else\n    }\n#endif\n}",
        "\n        {\n            Console.WriteLine(n);",
        "class A\n{\n    void F()\n    {\n        foreach (var n in _names)\n        {\n            Console.WriteLine(n);\n        }\n#if LEGACY\n        Console.WriteLine(\"old\"); }\n#else\n    }\n#endif\n}"
    )]
    [InlineData(
        "class A\n{\n    void F()\n    {\n#if LEGACY\n        if (x) {\n            G($0\n#else\n        if (y) {\n            H();\n#endif\n        }\n    }\n}",
        "1); }",
        "class A\n{\n    void F()\n    {\n#if LEGACY\n        if (x) {\n            G(1);\n#else\n        if (y) {\n            H();\n#endif\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n#if DEBUG\n        G($0)\n#endif\n    }\n}",
        "1);\n#endif",
        "class A {\n    void F() {\n#if DEBUG\n        G(1);\n#endif\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        $0\n#if DEBUG\n        G(1);\n#endif\n    }\n}",
        "        H();\n#if DEBUG\n        G(1);",
        "class A {\n    void F() {\n        H();\n#if DEBUG\n        G(1);\n#endif\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        $0\n    }\n}",
        "        H();\n#if DEBUG\n        G(1);\n#endif",
        "class A {\n    void F() {\n        H();\n#if DEBUG\n        G(1);\n#endif\n    }\n}"
    )]
    public void Directives_and_left_out_branches_are_not_code(string marked, string written, string expected) =>
        Check(marked, written, expected);

    [Theory]
    [InlineData(
        "class A {\n    const string Mark = $0\n}",
        " \"```\";",
        "class A {\n    const string Mark = \"```\";\n}"
    )]
    public void Fence_in_a_string_ends_nothing(string marked, string written, string expected) =>
        Check(marked, written, expected);

    [Theory]
    [InlineData(
        "class A {\n    void F($0)\n    {\n        G();\n    }\n}",
        "int y)\n    {\n        H();\n    }",
        "class A {\n    void F(int y)\n    {\n        G();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(a$0, b);\n    }\n}",
        ".First(), b);",
        "class A {\n    void F() {\n        G(a.First(), b);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var d = new Dictionary<string, $0>();\n    }\n}",
        "List<int>>();",
        "class A {\n    void F() {\n        var d = new Dictionary<string, List<int>>();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var d = (Func<$0>)f;\n    }\n}",
        "int, List<int>>)f;",
        "class A {\n    void F() {\n        var d = (Func<int, List<int>>)f;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        if (x) { $0 }\n    }\n}",
        "G(); }",
        "class A {\n    void F() {\n        if (x) { G(); }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var s = a ? \"$0\" : \"c\";\n    }\n}",
        "b\" : \"c\";",
        "class A {\n    void F() {\n        var s = a ? \"b\" : \"c\";\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(\"$0\", \"c\");\n    }\n}",
        "b\", \"c\");",
        "class A {\n    void F() {\n        G(\"b\", \"c\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G($\"{$0:N2} b\");\n    }\n}",
        "total:N2} b\");",
        "class A {\n    void F() {\n        G($\"{total:N2} b\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G($$\"\"\"{{$0}} b\"\"\");\n    }\n}",
        "total}} b\"\"\");",
        "class A {\n    void F() {\n        G($$\"\"\"{{total}} b\"\"\");\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var x = b[^$0];\n    }\n}",
        "1];",
        "class A {\n    void F() {\n        var x = b[^1];\n    }\n}"
    )]
    [InlineData("class A {\n    record P($0);\n}", "int X, int Y);", "class A {\n    record P(int X, int Y);\n}")]
    [InlineData(
        "class A {\n    void F() {\n        foreach (var (a, $0) in q)\n        {\n        }\n    }\n}",
        "b) in q)",
        "class A {\n    void F() {\n        foreach (var (a, b) in q)\n        {\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(new$0)\n    }\n}",
        "() { X = 1 });",
        "class A {\n    void F() {\n        G(new() { X = 1 });\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        x = y is { A: $0 };\n    }\n}",
        "> 3 };",
        "class A {\n    void F() {\n        x = y is { A: > 3 };\n    }\n}"
    )]
    [InlineData(
        "class A {\n    public required string $0{ get; init; }\n}",
        "Name { get; init; }",
        "class A {\n    public required string Name { get; init; }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        try { G(); } catch ($0) { }\n    }\n}",
        "Exception e) { }",
        "class A {\n    void F() {\n        try { G(); } catch (Exception e) { }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(async () => await $0);\n    }\n}",
        "H());",
        "class A {\n    void F() {\n        G(async () => await H());\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var n = x!.$0!.Name;\n    }\n}",
        "Parent!.Name;",
        "class A {\n    void F() {\n        var n = x!.Parent!.Name;\n    }\n}"
    )]
    [InlineData("class A {\n    int this[$0] => 1;\n}", "int i] => 1;", "class A {\n    int this[int i] => 1;\n}")]
    [InlineData(
        "class A {\n    void F() {\n        $0;\n    }\n}",
        "G(1);",
        "class A {\n    void F() {\n        G(1);\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var r = $0..;\n    }\n}",
        "1..;",
        "class A {\n    void F() {\n        var r = 1..;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        switch (x)\n        {\n            case $0:\n                break;\n        }\n    }\n}",
        "1:\n                break;",
        "class A {\n    void F() {\n        switch (x)\n        {\n            case 1:\n                break;\n        }\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        return x switch\n        {\n            1 => $0,\n            _ => 3,\n        };\n    }\n}",
        "2,\n            _ => 3,",
        "class A {\n    void F() {\n        return x switch\n        {\n            1 => 2,\n            _ => 3,\n        };\n    }\n}"
    )]
    [InlineData(
        "class A {\n\tvoid F()\n\t{\n\t\tvar q = names$0\n\t}\n}",
        "\n            .Where(n => n > 1)\n            .ToList();\n        G();",
        "class A {\n\tvoid F()\n\t{\n\t\tvar q = names\n\t\t\t.Where(n => n > 1)\n\t\t\t.ToList();\n\t}\n}"
    )]
    [InlineData(
        "class A {\n    string Q = \"\"\"\n        a\n        \"\"\";\n    void F() {\n        var s = \"\"\"\n            $0\n            \"\"\";\n    }\n}",
        "abc\n            \"\"\";",
        "class A {\n    string Q = \"\"\"\n        a\n        \"\"\";\n    void F() {\n        var s = \"\"\"\n            abc\n            \"\"\";\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var s = @\"a\nb $0\";\n    }\n}",
        "c\";",
        "class A {\n    void F() {\n        var s = @\"a\nb c\";\n    }\n}"
    )]
    [InlineData(
        "class A {\n    /// <summary>$0</summary>\n    int x;\n}",
        "The x.</summary>",
        "class A {\n    /// <summary>The x.</summary>\n    int x;\n}"
    )]
    [InlineData(
        "class A {\n    /// <param name=\"$0\"></param>\n    int x;\n}",
        "y\">The y.</param>",
        "class A {\n    /// <param name=\"y\">The y.</param>\n    int x;\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        // call G($0)\n    }\n}",
        "1) twice",
        "class A {\n    void F() {\n        // call G(1) twice\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        G(1$0);// x\n    }\n}",
        ", 2); // x",
        "class A {\n    void F() {\n        G(1, 2);// x\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        @$0\n    }\n}",
        "@class = 1;",
        "class A {\n    void F() {\n        @class = 1;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    async Task F() {\n        await us$0\n    }\n}",
        "await using var x = G();",
        "class A {\n    async Task F() {\n        await using var x = G();\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        var total = price *$0\n    }\n}",
        " price * 2;",
        "class A {\n    void F() {\n        var total = price * price * 2;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        return n * $0\n    }\n}",
        "n * 2;",
        "class A {\n    void F() {\n        return n * n * 2;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        node.$0\n    }\n}",
        "Next.Next = null;",
        "class A {\n    void F() {\n        node.Next.Next = null;\n    }\n}"
    )]
    [InlineData(
        "class A {\n    void F() {\n        a.b.$0\n    }\n}",
        "b.c();",
        "class A {\n    void F() {\n        a.b.b.c();\n    }\n}"
    )]
    [InlineData("class A {\n    private int in$0\n}", "int x;", "class A {\n    private int int x;\n}")]
    public void Places_of_many_kinds_are_completed_in_place(string marked, string written, string expected) =>
        Check(marked, written, expected);

    private static void Check(string marked, string written, string expected)
    {
        var cursor = MarkedText.Cursor(marked, "/r/a.cs");
        var shape = CompletionShape.At(cursor);
        var stop = new StopPredicate(cursor, shape);
        var end = Enumerable
            .Range(1, written.Length)
            .FirstOrDefault(length => stop.Of(written[..length]) is not null, written.Length);

        Assert.Equal(expected, Accepted(written, ended: true));
        Assert.Equal(expected, Accepted(written[..end], ended: end == written.Length));

        string Accepted(string text, bool ended)
        {
            var draft = CompletionFilters.Apply(new CompletionDraft(text, ended), cursor, shape);
            return cursor.Before + draft?.Text + cursor.After[(draft?.Replaces ?? 0)..];
        }
    }
}
