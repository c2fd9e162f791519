namespace Curate.Core.Running;

/// <summary>Hears what a run does: progress, stages, notes. Called from the folding thread, at most once per batch.</summary>
public interface IRunObserver
{
    /// <summary>A pass over a source begins.</summary>
    void PassStarted(string what, long? totalBytes, long? totalRows);

    /// <summary>Rows and input bytes so far in this pass.</summary>
    void Progress(long rows, long bytes);

    /// <summary>The pass ended.</summary>
    void PassEnded(long rows, long bytes);

    /// <summary>Something the user should know, once.</summary>
    void Note(string message);
}
