using GptOssDev.Contracts;
using GptOssDev.Server.Host;
using GptOssDev.Server.Models.Scripted;
using Xunit;

namespace GptOssDev.Tests.Unit.Server.Editors;

/// <summary>The engine of end-to-end tests: visible wherever a model is named, strict with its script.</summary>
public sealed class ScriptedEngineTests
{
    [Fact]
    public async Task Status_doctor_and_every_answer_say_that_no_model_is_asked()
    {
        await using var world = new EditorWorld("""{"rules":[{"answer":"yes"}]}""");

        var answer = (
            await world.RequestAsync(
                "gptoss/ask",
                $$"""{"question":"q","workspace":{"root":{{EditorWorld.Json(world.Root)}}} }"""
            )
        )!;
        var status = (await world.RequestAsync("gptoss/status", "{}"))!;
        var doctor = (await world.RequestAsync("gptoss/doctor", "{}"))!;

        Assert.Equal("yes", answer["answer"]!.GetValue<string>());
        Assert.Contains("test-script", answer["notice"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            ("test-script", "test", "script", "ready"),
            (
                status["model"]!["name"]!.GetValue<string>(),
                status["model"]!["architecture"]!.GetValue<string>(),
                status["model"]!["backend"]!.GetValue<string>(),
                status["model"]!["state"]!.GetValue<string>()
            )
        );
        Assert.Contains(
            "answers come from a script",
            doctor["checks"]!
                .AsArray()
                .Select(c => c!["message"]!.GetValue<string>())
                .Single(m => m.Contains("script", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Rules_are_tried_in_order_and_used_up()
    {
        await using var world = new EditorWorld(
            """
            {
              // A script may be commented.
              "rules": [
                {"job": "complete", "answer": "never here"},
                {"contains": ["first"], "answer": "one", "reasoning": "hm", "times": 1},
                {"contains": ["first"], "answer": "two"},
              ]
            }
            """
        );
        Assert.Equal(("one", "hm"), await AskAsync(world, "first"));
        Assert.Equal(("two", ""), await AskAsync(world, "first"));
        Assert.Equal(ErrorCodes.NoAnswer, (await world.FailAsync("gptoss/ask", Question(world, "second"))).Code);
    }

    [Fact]
    public async Task Failures_and_a_load_that_fails_are_the_products_own()
    {
        await using (var world = new EditorWorld("""{"rules":[{"answer":"half","failure":"it broke"}]}"""))
        {
            Assert.Equal(
                (ErrorCodes.Environment, "it broke"),
                await world.FailAsync("gptoss/ask", Question(world, "q"))
            );
        }
        await using (var world = new EditorWorld("""{"loadFailure":"no model is there"}"""))
        {
            Assert.Equal(
                (ErrorCodes.Environment, "no model is there"),
                await world.FailAsync("gptoss/model/load", "{}")
            );
            var status = (await world.RequestAsync("gptoss/status", "{}"))!;
            Assert.Equal("failed", status["model"]!["state"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Loading_is_told_in_the_progress_of_who_waits_for_it()
    {
        await using var world = new EditorWorld("""{"loadMs":1500}""");
        var id = await world.SendAsync("gptoss/model/load", """{"workDoneToken":"w"}""");
        List<string> steps = [];
        var message = await world.ReadAsync();
        for (; message["id"] is null; message = await world.ReadAsync())
        {
            var value = message["params"]!["value"]!;
            steps.Add(value["message"]?.GetValue<string>().Split(' ')[0] ?? value["kind"]!.GetValue<string>());
        }
        Assert.Equal(id, message["id"]!.GetValue<int>());
        Assert.Equal("begin", steps[0]);
        Assert.Contains("loading", steps);
        Assert.Equal("end", steps[^1]);
    }

    [Fact]
    public async Task Completion_is_filtered_like_a_models()
    {
        await using var world = new EditorWorld("""{"rules":[{"job":"complete","answer":"1;\n    }\n}"}]}""");
        await world.OpenAsync("class A\n{\n    int One()\n    {\n        return \n    }\n}\n");

        var result = (
            await world.RequestAsync(
                "textDocument/inlineCompletion",
                $$$"""{"textDocument":{"uri":"{{{world.Uri("A.cs")}}}"},"position":{"line":4,"character":15},"context":{"triggerKind":1}}"""
            )
        )!;

        Assert.Equal("1;", Assert.Single(result["items"]!.AsArray())!["insertText"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"rule\":[]}")]
    [InlineData("{\"rules\":[{\"answr\":\"x\"}]}")]
    public void Script_that_is_none_is_refused_at_the_start(string script)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Join(folder.Path, "s.json");
        File.WriteAllText(file, script);

        Assert.Equal(ServerFailure.Script, Assert.Throws<ServerException>(() => EngineScript.Read(file)).Reason);
        Assert.Equal(ServerFailure.Script, Assert.Throws<ServerException>(() => EngineScript.Read(file + "x")).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("int x = 1;\r\n\t// gr\u00fc\u00df dich \U0001F600 end")]
    public void Text_survives_its_tokens(string text)
    {
        var tokenizer = new ScriptTokenizer();
        Assert.Equal(text, tokenizer.Text(tokenizer.Encode(text)));
        Assert.DoesNotContain(tokenizer.Encode("<|return|>"), tokenizer.IsControl);
    }

    private static string Question(EditorWorld world, string question) =>
        $$"""{"question":"{{question}}","workspace":{"root":{{EditorWorld.Json(world.Root)}}} }""";

    private static async Task<(string, string)> AskAsync(EditorWorld world, string question)
    {
        var answer = (await world.RequestAsync("gptoss/ask", Question(world, question)))!;
        return (answer["answer"]!.GetValue<string>(), answer["reasoning"]!.GetValue<string>());
    }
}
