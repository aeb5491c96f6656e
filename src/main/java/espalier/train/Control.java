package espalier.train;

/** Lets another thread pause or end a training. */
public final class Control {
	private boolean paused;
	private boolean cancelled;

	public synchronized void pause() {
		paused = true;
	}

	public synchronized void resume() {
		paused = false;
		notifyAll();
	}

	public synchronized boolean paused() {
		return paused;
	}

	/** Ends the training at the next step: the epoch it is in is lost, the best weights of whole epochs are kept. */
	public synchronized void cancel() {
		cancelled = true;
		notifyAll();
	}

	public synchronized boolean cancelled() {
		return cancelled;
	}

	/** Waits while paused. */
	synchronized void await() {
		while (paused && !cancelled)
			try {
				wait();
			} catch (InterruptedException e) {
				Thread.currentThread().interrupt();
				cancelled = true;
			}
	}
}
