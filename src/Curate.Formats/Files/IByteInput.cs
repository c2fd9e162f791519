namespace Curate.Formats.Files;

/// <summary>The bytes of one input as a text format reads them: decompressed, and UTF-8 whatever the file's own encoding.</summary>
public interface IByteInput : IDisposable
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>Bytes of the file as stored, where known; for estimates and progress.</summary>
    long? SizeBytes { get; }

    /// <summary>False for a pipe that was not spooled: the second <see cref="Open"/> throws.</summary>
    bool CanReopen { get; }

    /// <summary>Opens the bytes from the start.</summary>
    Stream Open();
}
