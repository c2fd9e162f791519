using Curate.Core.Hashing;

namespace Curate.Formats.Files;

/// <summary>
/// Hashes what is written through it; the stream below stays open. A large block is hashed while it is written, so that where a processor is free the hash costs no time.
/// </summary>
/// <param name="inner">Where the bytes go.</param>
/// <param name="hash">What is hashed into.</param>
/// <param name="count">Told the bytes of each write; null = nobody counts.</param>
public sealed class HashedWriteStream(Stream inner, Sha256 hash, Action<int>? count = null) : WriteStream
{
    // Below, handing the block to another thread costs more than it saves.
    private const int Apart = 128 * 1024;

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        count?.Invoke(buffer.Length);
        if (buffer.Length < Apart)
        {
            hash.Append(buffer);
            inner.Write(buffer);
            return;
        }

        fixed (byte* start = buffer)
        {
            nint address = (nint)start;
            int length = buffer.Length;
            var hashing = Task.Run(() => hash.Append(new ReadOnlySpan<byte>((byte*)address, length)));
            try
            {
                inner.Write(buffer);
            }
            finally
            {
                // The block is pinned no longer than this; a task that no thread has taken up runs here.
                hashing.GetAwaiter().GetResult();
            }
        }
    }

    public override void Flush() => inner.Flush();
}
