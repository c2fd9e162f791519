using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>Hashes the input files beside the run, when its output gets a provenance record.</summary>
internal sealed class InputHashes : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task<string?[]>? _task;

    public InputHashes(Session session)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(session.Context.Ct);
        if (session.WritesProvenance || session.EmbedsProvenance)
        {
            FileInput?[] files = [.. session.Files.Select(static f => f.File)];
            CancellationToken ct = _stop.Token;
            _task = Task.Run(() => Array.ConvertAll(files, file => file?.Sha256(ct)));
        }
    }

    /// <summary>Hashes in the order of the files; null for pipes.</summary>
    public string?[] Result() => _task?.GetAwaiter().GetResult() ?? [];

    public void Dispose()
    {
        _stop.Cancel();
        try
        {
            _task?.Wait();
        }
        catch (AggregateException)
        {
            // The run ended some other way; what it says matters, not that hashing stopped with it.
        }

        _stop.Dispose();
    }
}
