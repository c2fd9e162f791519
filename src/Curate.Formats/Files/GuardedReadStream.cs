namespace Curate.Formats.Files;

/// <summary>Reads of an operating-system stream whose failures name the input.</summary>
internal sealed class GuardedReadStream(Stream inner, string name) : ReadStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw FileFailures.CannotRead(name, failure);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
