using System.Globalization;
using GptOssDev.Protocol;

namespace GptOssDev.Cli.Output;

/// <summary>Shows a daemon's status to a person, a line for each thing.</summary>
internal static class StatusView
{
    public static void Show(Screen screen, StatusResult status)
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
            var parts = string.Create(
                CultureInfo.InvariantCulture,
                $"{architecture}, {model.Parameters / 1e6:0} million parameters, {TimingText.Bytes(model.FileBytes)}"
            );
            Line(screen, "", $"{parts}, {model.ContextTokens} tokens of context");
        }

        if (model.Backend is { } backend)
        {
            Line(screen, "backend", $"{backend}, {model.GpuLayers} layers on the GPU");
        }

        Line(screen, "memory", TimingText.Bytes(status.Memory.WorkingSetBytes));
        var queue = status.Queue;
        Line(screen, "queue", $"{queue.Running} running, {queue.Waiting} waiting, {queue.Requests} requests");
        Line(screen, "clients", status.Clients.ToString(CultureInfo.InvariantCulture));
        if (status.Log is { } log)
        {
            Line(screen, "log", log);
        }
    }

    private static string Detail(string? detail) => detail is { Length: > 0 } ? ": " + detail : "";

    private static Style StyleOf(string state) =>
        state switch
        {
            "ready" => Style.Green,
            "failed" => Style.Red,
            _ => Style.Plain,
        };

    private static void Line(Screen screen, string name, string text, Style style = Style.Plain)
    {
        const int Column = 10;
        screen.Write(name.PadRight(Column), Style.Dim);
        screen.WriteLine(text, style);
    }
}
