using System.Globalization;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output;

/// <summary>Shows a daemon's status to a person, a line for each thing.</summary>
internal static class StatusView
{
    public static void Show(TerminalOutput screen, StatusResult status)
    {
        Line(screen, "daemon", $"gptossd {status.Version}, process {status.Pid}");
        Line(screen, "endpoint", status.Endpoint);
        Line(screen, "up", TimingText.Duration(status.UptimeSeconds * 1000));
        var model = status.Model;
        Line(screen, "model", $"{model.Name ?? "none"}, {model.State}{Detail(model.Detail)}", StyleOf(model.State));
        if (model.Path is { } path)
        {
            Line(screen, "", path);
        }

        if (model.Architecture is { } architecture)
        {
            Line(
                screen,
                "",
                Text(
                    $"{architecture}, {model.Parameters / 1e6:0} million parameters, {TimingText.Bytes(model.FileBytes)}"
                )
            );
        }

        if (model.Backend is not null)
        {
            ShowSetup(screen, model);
        }

        ShowMemory(screen, status.Memory);
        if (model.Note is { } note)
        {
            Line(screen, "note", note, TextStyle.Yellow);
        }

        foreach (var workspace in status.Workspaces ?? [])
        {
            Line(screen, "projects", Workspace(workspace));
        }

        var queue = status.Queue;
        Line(screen, "queue", $"{queue.Running} running, {queue.Waiting} waiting, {queue.Requests} requests");
        Line(screen, "clients", status.Clients.ToString(CultureInfo.InvariantCulture));
        if (status.Log is { } log)
        {
            Line(screen, "log", log);
        }
    }

    private static void ShowSetup(TerminalOutput screen, ModelStatus model)
    {
        var backend = new List<string> { model.Backend! };
        if (model.GpuLayers > 0)
        {
            backend.Add(Text($"{model.GpuLayers} layers on the GPU"));
        }

        if (model.CpuExpertLayers > 0)
        {
            backend.Add(Text($"experts of {model.CpuExpertLayers} layers on the CPU"));
        }

        if (model.Threads > 0)
        {
            backend.Add(Text($"{model.Threads} {(model.Threads == 1 ? "thread" : "threads")}"));
        }

        Line(screen, "backend", string.Join(", ", backend));
        var context = Text($"{model.ContextTokens} tokens");
        Line(
            screen,
            "context",
            model.KvType is { } type
                ? Text(
                    $"{context} in {type}, flash attention {(model.FlashAttention ? "on" : "off")}, batches of {model.BatchTokens}"
                )
                : context
        );
    }

    private static void ShowMemory(TerminalOutput screen, MemoryStatus memory)
    {
        var available = memory.AvailableBytes > 0 ? $", {TimingText.Bytes(memory.AvailableBytes)} more available" : "";
        Line(screen, "memory", TimingText.Bytes(memory.WorkingSetBytes) + available);
        if (memory.Model is { } host)
        {
            Line(screen, "", "model: " + Parts(host));
        }

        if (memory.GpuModel is { WeightBytes: > 0 } gpu)
        {
            Line(screen, "", "on the GPU: " + Parts(gpu));
        }

        foreach (var device in memory.Devices ?? [])
        {
            Line(
                screen,
                "",
                $"{device.Name} ({device.Description}): {TimingText.Bytes(device.FreeBytes)} of {TimingText.Bytes(device.TotalBytes)} free"
            );
        }
    }

    private static string Parts(ModelMemory memory) =>
        $"weights {TimingText.Bytes(memory.WeightBytes)}, cache {TimingText.Bytes(memory.KvBytes)}, buffers {TimingText.Bytes(memory.ComputeBytes)}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Workspace(WorkspaceStatus workspace) =>
        workspace.State == "ready"
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{workspace.Entry}: {workspace.FullProjects} of {workspace.Projects} read in full, {workspace.BoundProjects} bound, {workspace.Documents} files, {TimingText.Bytes(workspace.SourceBytes)} of source"
            )
            : $"{workspace.Entry}: {workspace.State}";

    private static string Detail(string? detail) => detail is { Length: > 0 } ? ": " + detail : "";

    private static TextStyle StyleOf(string state) =>
        state switch
        {
            "ready" => TextStyle.Green,
            "failed" => TextStyle.Red,
            _ => TextStyle.Plain,
        };

    private static void Line(TerminalOutput screen, string name, string text, TextStyle style = TextStyle.Plain)
    {
        const int Column = 10;
        screen.Write(name.PadRight(Column), TextStyle.Dim);
        screen.WriteLine(text, style);
    }
}
