using System.Text;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

/// <summary>Bytes in memory as an input, handed out in pieces of 1 to <c>dribble</c> bytes where that is not 0.</summary>
internal sealed class MemoryInput(byte[] bytes, int dribble = 0, bool canReopen = true) : IByteInput
{
    public MemoryInput(string text, int dribble = 0, bool canReopen = true)
        : this(Encoding.UTF8.GetBytes(text), dribble, canReopen)
    {
    }

    public string Name => "in.csv";

    public long? SizeBytes => bytes.Length;

    public bool CanReopen => canReopen;

    public int Opened { get; private set; }

    public int Alive { get; set; }

    public bool Disposed { get; private set; }

    public Stream Open()
    {
        if (++Opened > 1 && !canReopen)
        {
            throw new InvalidOperationException("A pipe is opened twice.");
        }

        Alive++;
        return new Pieces(bytes, dribble, this);
    }

    public void Dispose() => Disposed = true;

    private sealed class Pieces(byte[] bytes, int dribble, MemoryInput owner) : MemoryStream(bytes, writable: false)
    {
        private int _turn;
        private bool _closed;

        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, dribble == 0 ? count : Math.Min(count, 1 + _turn++ % dribble));

        // A derived memory stream reads spans through the array method.
        public override int Read(Span<byte> buffer)
        {
            byte[] copy = new byte[buffer.Length];
            int count = Read(copy, 0, copy.Length);
            copy.AsSpan(0, count).CopyTo(buffer);
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            owner.Alive -= _closed ? 0 : 1;
            _closed = true;
            base.Dispose(disposing);
        }
    }
}
