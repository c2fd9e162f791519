namespace Curate.Formats.Files;

/// <summary>
/// One sink's stretch of a part file. Completing it only closes the file for now: the set decides when it counts. A later stretch of
/// the same file leaves out the bytes that every sink of the format begins with.
/// </summary>
internal sealed class PartOutput : IByteOutput
{
    private readonly AtomicFile _file;

    /// <param name="file">The part file; not owned.</param>
    /// <param name="preamble">What to leave out at the start; empty for the first stretch.</param>
    public PartOutput(AtomicFile file, byte[] preamble)
    {
        _file = file;
        Stream = preamble.Length == 0 ? file.Stream : new WithoutPreamble(file.Stream, preamble);
    }

    public string Name => _file.Name;

    public Stream Stream { get; }

    public void Complete() => _file.Park();

    public void Dispose()
    {
    }

    private sealed class WithoutPreamble(Stream inner, byte[] preamble) : WriteStream
    {
        private int _seen;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_seen < preamble.Length)
            {
                int count = Math.Min(buffer.Length, preamble.Length - _seen);
                if (!buffer[..count].SequenceEqual(preamble.AsSpan(_seen, count)))
                {
                    throw new InvalidOperationException("A part file cannot be continued: its format does not begin files alike.");
                }

                _seen += count;
                buffer = buffer[count..];
            }

            if (!buffer.IsEmpty)
            {
                inner.Write(buffer);
            }
        }
    }
}
