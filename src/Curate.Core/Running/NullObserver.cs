namespace Curate.Core.Running;

/// <summary>Hears nothing.</summary>
public sealed class NullObserver : IRunObserver
{
    public static NullObserver Instance { get; } = new();

    public void PassStarted(string what, long? totalBytes, long? totalRows)
    {
    }

    public void Progress(long rows, long bytes)
    {
    }

    public void PassEnded(long rows, long bytes)
    {
    }

    public void Note(string message)
    {
    }
}
